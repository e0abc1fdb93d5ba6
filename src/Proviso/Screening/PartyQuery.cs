using System.Collections.Immutable;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Proviso.Places;
using Proviso.Screening.Lists;

namespace Proviso.Screening;

/// <summary>A party to be screened: what is known of it. More of it finds more and clears more.</summary>
public sealed record PartyQuery
{
    /// <summary>A number or name by which its owner knows the record, or null.</summary>
    public string? Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Other names it has or had.</summary>
    public ImmutableArray<string> OtherNames { get; init; } = [];

    /// <summary>What it is, where known.</summary>
    public PartyKind Kind { get; init; }

    /// <summary>Where it is; null when not known.</summary>
    public Country? Country { get; init; }

    /// <summary>Its address, or null.</summary>
    public string? Address { get; init; }

    /// <summary>Its numbers and codes.</summary>
    public ImmutableArray<ListedIdentifier> Identifiers { get; init; } = [];

    /// <summary>Its birth date, or null.</summary>
    public BirthDate? BirthDate { get; init; }

    /// <summary>A hash of all that is known of it: a clearance holds for this record and no other.</summary>
    public string Fingerprint
    {
        get
        {
            var text = new StringBuilder();
            Append(Name);
            foreach (var name in OtherNames)
            {
                Append(name);
            }

            Append(Kind.ToString());
            Append(Country?.Code);
            Append(Address);
            foreach (var identifier in Identifiers)
            {
                Append(identifier.Kind);
                Append(identifier.Value);
            }

            Append(BirthDate?.ToString());
            return XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(text.ToString())).ToString("x32", CultureInfo.InvariantCulture);

            // The length stands before the text, so that no two records run together into one.
            void Append(string? part) => text.Append(CultureInfo.InvariantCulture, $"{part?.Length ?? -1}:{part}");
        }
    }
}
