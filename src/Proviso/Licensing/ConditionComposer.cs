using System.Collections.Immutable;
using Proviso.Determinations;
using Proviso.Ledger;
using Proviso.Rules.Binding;

namespace Proviso.Licensing;

/// <summary>What the law's conditions are on a license: typed conditions, and the caps that some of them rest on.</summary>
/// <param name="Conditions">The conditions, in the order of the law.</param>
/// <param name="Caps">Caps that have to be open and above every line; what they authorize is for the authority to say.</param>
/// <param name="NotComposed">What could not be made a condition of this kind, and why.</param>
public sealed record ComposedConditions(ImmutableArray<Condition> Conditions, ImmutableArray<AccountTerms> Caps, ImmutableArray<string> NotComposed);

/// <summary>Makes the conditions of a license from those that the law attaches to its outcome. The law's words stay in the law; here is what runs.</summary>
/// <remarks>
/// None asks the law again on the day of shipment: an issued license survives a change of review policy until it is revoked, unless the change says otherwise
/// (<see cref="LicenseChanges"/>). An authority that wants it can add a condition of kind <c>standing-law</c>.
/// </remarks>
public static class ConditionComposer
{
    private const int Million = 1_000_000;

    /// <summary>Composes.</summary>
    /// <param name="answer">The answer of the authority's law.</param>
    /// <param name="authority">Key of the authority in the book.</param>
    /// <param name="exporter">Key of the exporter.</param>
    /// <param name="buyer">Key of the buyer.</param>
    /// <param name="product">The product, by its key in the catalog.</param>
    /// <param name="currency">The currency of caps.</param>
    public static ComposedConditions FromLaw(AuthorityAnswer answer, string authority, string exporter, string buyer, string product, string currency)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var (conditions, caps, not) = (ImmutableArray.CreateBuilder<Condition>(), ImmutableArray.CreateBuilder<AccountTerms>(), ImmutableArray.CreateBuilder<string>());
        var made = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (provision, law, _, _) in answer.Conditions.Select(c => (c.Provision, c.Condition, c.State, c.Reason)))
        {
            var cite = $"{provision.Version.Name}; {string.Join("; ", provision.Version.Cites)}";
            cite = cite.Length <= 200 ? cite : cite[..200];

            // Two provisions may use one name.
            var key = law.Name.Length <= 28 ? law.Name : law.Name[..28];
            for (var n = 2; !made.Add(key); n++)
            {
                key = $"{(law.Name.Length <= 28 ? law.Name : law.Name[..28])}-{n}";
            }

            var condition = Of(law, key, authority, exporter, buyer, product, currency, cite, caps);
            if (condition is null)
            {
                not.Add($"{key}: {Rules.Explaining.ConditionText.Describe(law)}");
                continue;
            }

            conditions.Add(condition with { Consequence = law.Due is { } due ? Follows(due.Consequence) : condition is AccountCondition ? Consequence.SuspendLicense : Consequence.Notify });
        }

        return new(conditions.DrainToImmutable(), caps.DrainToImmutable(), not.DrainToImmutable());
    }

    private static Condition? Of(LawCondition law, string key, string authority, string exporter, string buyer, string product, string currency, string cite, ImmutableArray<AccountTerms>.Builder caps)
    {
        switch (law.Requirement)
        {
            case EvidenceRequirement e when law.Due is { Event: "shipment" or "export" } due:
                return new ShipmentReportCondition { Key = key, Authority = authority, Binds = Bound(e.From, exporter, buyer), Provision = cite, Evidence = e.Kind, WithinDays = due.Days };
            case EvidenceRequirement e when law.Due is null:
                var country = Single(e.In);
                return e.In is not null && country is null ? null : new EvidenceCondition
                {
                    Key = key,
                    Authority = authority,
                    Binds = Bound(e.From, exporter, buyer),
                    Provision = cite,
                    Evidence = e.Kind,
                    Independent = e.Independent,
                    Country = country,
                    From = e.From == "laboratory" ? OrganizationKind.Laboratory : null,

                    // What a laboratory tests is what ships; procedures and papers are those of the license.
                    Scope = e.From == "laboratory" ? EvidenceScope.Reservation : EvidenceScope.License,
                };
            case CertifiedRequirement c when law.Due is null:
                return new EvidenceCondition { Key = key, Authority = authority, Binds = exporter, Provision = cite, Evidence = c.Kind, From = OrganizationKind.Exporter };
            case NoticeRequirement n:
                return new NoticeCondition { Key = key, Authority = authority, Binds = exporter, Provision = cite, Evidence = $"{key}-notice", Days = n.Days };
            case PayRequirement p when Exact(p.Share) is { } share && law.Due is { } due:
                return new RevenueShareCondition { Key = key, Authority = authority, Binds = exporter, Provision = cite, Evidence = "payment-receipt", Share = share, WithinDays = due.Days };
            case CapRequirement { Of: not null } cap when Exact(cap.Limit) is { } ratio && IsTpp(cap.Sum) && cap.Scope.Product == "this-product" && cap.Scope.Exporter == "this-exporter":
                caps.Add(new() { Account = $"{authority}-{key}", Kind = AccountKind.Cap, Currency = currency, Limited = Measures.None, Authority = authority, Exporter = exporter, Product = product, Ratio = ratio });
                return new AccountCondition { Key = key, Authority = authority, Binds = exporter, Provision = cite, Cap = CapKind.RatioCap, Account = $"{authority}-{key}" };
            case CapRequirement { Of: null, Scope.EachYear: false } cap when cap.Sum.Factors is [{ Name: "units" }]:
                caps.Add(new()
                {
                    Account = $"{authority}-{key}",
                    Kind = AccountKind.Cap,
                    Currency = currency,
                    Limited = Measures.Units,
                    Authority = authority,
                    WindowDays = cap.Scope.WindowDays ?? 0,
                    Buyer = cap.Scope.Buyer is null ? null : buyer,
                });
                return new AccountCondition
                {
                    Key = key,
                    Authority = authority,
                    Binds = exporter,
                    Provision = cite,
                    Account = $"{authority}-{key}",
                    Cap = cap.Scope.WindowDays is not null ? CapKind.WindowCap : cap.Scope.Buyer switch { "this-buyer" => CapKind.BuyerCap, "this-parent" => CapKind.ParentCap, _ => CapKind.Quota },
                };
            default:
                return null;
        }
    }

    private static bool IsTpp(RunningSum sum) => sum.Factors.Select(f => f.Name).Order(StringComparer.Ordinal).SequenceEqual(["item.tpp", "units"], StringComparer.Ordinal);

    private static string Bound(string? from, string exporter, string buyer) => from is "consignee" or "recipient" or "end-user" or "buyer" ? buyer : exporter;

    private static string? Single(BoundSet? set) => set is BoundSetLiteral { Members: [var only] } literal ? literal.Enum.Values[only] : null;

    private static int? Exact(decimal share) => share * Million is var scaled && scaled == decimal.Truncate(scaled) && scaled is > 0 and <= 1_000_000_000 ? (int)scaled : null;

    private static Consequence Follows(string words) => words switch
    {
        "hold line" => Consequence.HoldLine,
        "suspend line" => Consequence.SuspendLine,
        "suspend license" => Consequence.SuspendLicense,
        _ => Consequence.Notify,
    };
}
