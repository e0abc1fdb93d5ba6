using System.Globalization;
using System.Text.Json;
using Proviso.Documents;

namespace Proviso.Parties.Ownership.Reading;

/// <summary>
/// The daily snapshot of people with significant control at Companies House: one JSON record on each line. Companies are
/// <c>GB-COH:</c> and their number, persons the place of their record, so that two persons of one name stay two.
/// </summary>
/// <remarks>
/// <para>
/// The register knows bands: more than 25 % to 50 %, more than 50 % and less than 75 %, 75 % and more. Whoever holds 25 % or less is not
/// in it, so no company is complete, and its rest stays unstated.
/// </para>
/// <para>
/// It attributes a joint holding to each who holds it, and what a trust or firm holds to each of its members. So least shares of two
/// registered persons do not add up: only the largest keeps its own, up to half, the others begin at nothing; where they cannot all be true
/// at once none keeps it; what is held as a trust or firm, and rights to the surplus of a partnership, begin at nothing. Each is noted once.
/// Votes and other control are kept aside. What a person holds through companies it controls is registered as its own, by votes in them too;
/// it is taken as stated, so whether it owns half of them is worth a question.
/// </para>
/// </remarks>
public static class UkControlSnapshot
{
    private const string Source = "UK register of people with significant control";
    private const string Number = "GB-COH:";

    // A company with more than that many registered persons at a time is no case of the register but an attack on the pairs below.
    private const int MostTogether = 200;

    private static readonly string[] British = ["england", "wales", "scotland", "northern ireland", "united kingdom", "great britain", "companies house", "uk"];

    /// <summary>Reads the snapshot into a builder; problems go there with their lines.</summary>
    public static void Read(Stream stream, OwnershipBookBuilder builder)
    {
        var companies = new Dictionary<string, List<Stake>>(StringComparer.Ordinal);
        StrictText.ReadJsonLines(stream, builder, (record, line) => Record(record, line, builder, companies));
        var widened = 0;
        foreach (var stakes in companies.Values)
        {
            foreach (var stake in WithoutJoint(stakes, ref widened))
            {
                builder.AddStake(stake);
            }
        }

        if (widened > 0)
        {
            builder.AddNote(string.Create(CultureInfo.InvariantCulture, $"{widened} stakes begin lower than their bands: the register attributes a joint holding to each who holds it, so that least shares of several persons do not add up"));
        }
    }

    private static void Record(JsonElement record, int line, OwnershipBookBuilder builder, Dictionary<string, List<Stake>> companies)
    {
        var data = record.At("data");
        var kind = data.Text("kind") ?? "";
        if (!kind.EndsWith("-person-with-significant-control", StringComparison.Ordinal) && !kind.EndsWith("-beneficial-owner", StringComparison.Ordinal))
        {
            // Statements, exemptions and the totals at the end state no owner. Without a kind it is another file.
            if (kind.Length == 0)
            {
                builder.Add(new Problem("PRV0715", "data.kind", line, 1, "a record without company_number and data.kind", "give the snapshot as it is published, one record on each line"));
            }

            return;
        }

        if (record.Text("company_number") is not { Length: > 0 } company)
        {
            builder.Add(new Problem("PRV0715", "company_number", line, 1, "a person with significant control of no company", "give the snapshot as it is published"));
            return;
        }

        var from = StrictText.Day(data.Text("notified_on"), "data.notified_on", line, builder);
        var ceased = StrictText.Day(data.Text("ceased_on"), "data.ceased_on", line, builder);
        var until = StrictText.DayBefore(ceased);
        if (from > until)
        {
            return;
        }

        var owned = Number + Padded(company);
        var owner = Owner(data, kind, owned, line, builder);
        if (string.Equals(owner, owned, StringComparison.Ordinal))
        {
            builder.AddNote(string.Create(CultureInfo.InvariantCulture, $"line {line}: {owned} is registered as controlling itself; left out"));
            return;
        }

        builder.AddHolder(owned, line: line);
        foreach (var nature in data.Items("natures_of_control").Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!).Distinct(StringComparer.Ordinal))
        {
            var (share, of) = Share(nature);
            var stake = new Stake(owner, owned, share, of, from, until, Source + ": " + (nature.Length <= 100 ? nature : nature[..100]), line);
            if (of == StakeKind.Ownership)
            {
                if (!companies.TryGetValue(owned, out var stakes))
                {
                    companies[owned] = stakes = [];
                }

                stakes.Add(stake);
            }
            else
            {
                builder.AddStake(stake);
            }
        }
    }

    private static string Owner(JsonElement data, string kind, string owned, int line, OwnershipBookBuilder builder)
    {
        var name = data.Text("name") ?? "";
        var self = data.At("links").Text("self");
        var own = "GB-PSC:" + owned[Number.Length..] + "/" + (self is { Length: > 0 } ? self[(self.LastIndexOf('/') + 1)..] : string.Create(CultureInfo.InvariantCulture, $"line {line}"));
        if (kind.StartsWith("individual-", StringComparison.Ordinal))
        {
            builder.AddHolder(own, name, owners: OwnersKnown.Person, line: line);
            return own;
        }

        if (kind.StartsWith("super-secure-", StringComparison.Ordinal))
        {
            // Nobody may know who it is, a listed person included.
            builder.AddHolder(own, "a protected person", line: line);
            return own;
        }

        var identification = data.At("identification");
        if (identification.Text("registration_number") is { Length: > 0 and <= 20 } number && IsBritish(identification))
        {
            builder.AddHolder(Number + Padded(number), name, line: line);
            return Number + Padded(number);
        }

        builder.AddHolder(own, name, line: line);
        return own;
    }

    private static bool IsBritish(JsonElement identification)
    {
        var place = (identification.Text("country_registered") ?? "") + " " + (identification.Text("place_registered") ?? "");
        return Array.Exists(British, b => Contains(place, b));
    }

    /// <summary>A word of the place, so that "uk" is not found in "Ukraine"; New South Wales is no part of Wales.</summary>
    private static bool Contains(string place, string word)
    {
        for (var at = place.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = place.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetter(place[at - 1])) && (end == place.Length || !char.IsLetter(place[end])) && !place.AsSpan(0, at).EndsWith("South ", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Eight characters, as the register writes them: a number that lost its zeros gets them back.</summary>
    private static string Padded(string number)
    {
        var text = number.Trim().ToUpperInvariant();
        return text.Length < 8 && text.All(char.IsAsciiDigit) ? text.PadLeft(8, '0') : text;
    }

    private static (ShareInterval Share, StakeKind Kind) Share(string nature)
    {
        var ownership = nature.StartsWith("ownership-of-shares-", StringComparison.Ordinal);
        var surplus = nature.StartsWith("right-to-share-surplus-assets-", StringComparison.Ordinal);
        var band =
            nature.Contains("-25-to-50-percent", StringComparison.Ordinal) ? new ShareInterval(25_000_001, 50_000_000)
            : nature.Contains("-50-to-75-percent", StringComparison.Ordinal) ? new ShareInterval(50_000_001, 74_999_999)
            : nature.Contains("-75-to-100-percent", StringComparison.Ordinal) ? new ShareInterval(75_000_000, ShareInterval.Whole)
            : nature.Contains("-more-than-25-percent", StringComparison.Ordinal) ? new ShareInterval(25_000_001, ShareInterval.Whole)
            : ShareInterval.Unknown;
        if (!ownership && !surplus)
        {
            return (band, StakeKind.Voting);
        }

        var attributed = surplus || nature.Contains("-as-trust", StringComparison.Ordinal) || nature.Contains("-as-firm", StringComparison.Ordinal) || nature.Contains("-as-control-over-", StringComparison.Ordinal);
        return (attributed ? band with { Low = 0 } : band, StakeKind.Ownership);
    }

    /// <summary>The stakes of one company with least shares that can be added up.</summary>
    private static List<Stake> WithoutJoint(List<Stake> stakes, ref int widened)
    {
        var kept = new List<Stake>(stakes.Count);
        foreach (var stake in stakes)
        {
            var others = stakes.Count > MostTogether ? null : stakes.Where(o => o != stake && Meet(o, stake)).ToList();
            var keeps = others is not null
                && others.TrueForAll(o => o.Share.Low < stake.Share.Low || (o.Share.Low == stake.Share.Low && stake.Line < o.Line))
                && others.Sum(o => o.Share.Low) + stake.Share.Low <= ShareInterval.Whole;

            // Half at most beside others: more would shut out that one of them holds exactly half, jointly with this one.
            var low = !keeps ? 0 : others!.Count == 0 ? stake.Share.Low : Math.Min(stake.Share.Low, ShareInterval.Half);
            widened += low == stake.Share.Low ? 0 : 1;
            kept.Add(stake with { Share = stake.Share with { Low = low } });
        }

        return kept;
    }

    private static bool Meet(Stake one, Stake other) =>
        (one.From ?? DateOnly.MinValue) <= (other.Until ?? DateOnly.MaxValue) && (other.From ?? DateOnly.MinValue) <= (one.Until ?? DateOnly.MaxValue);
}
