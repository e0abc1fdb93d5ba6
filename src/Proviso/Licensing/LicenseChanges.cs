using System.Collections.Immutable;
using System.Globalization;
using Proviso.Rules;
using Proviso.Rules.Binding;

namespace Proviso.Licensing;

/// <summary>A change of law since a license was issued, and what it says about licenses and reservations.</summary>
/// <param name="Provision">The version that came into force since.</param>
/// <param name="Licenses">What it does to issued licenses; it counts as of the day asked for.</param>
/// <param name="Reservations">What it does to reservations.</param>
/// <param name="Eases">Whether conditions of older licenses fall away with it: only where it says so.</param>
/// <param name="Concerns">Whether it is known to concern the license; false where the license names no provision of these law files, and it may.</param>
/// <param name="Text">That in words.</param>
public sealed record LicenseChange(ProvisionVersion Provision, PermitChange Licenses, PermitChange Reservations, bool Eases, bool Concerns, string Text);

/// <summary>What the law says, on a day, of a license issued before: it goes on, it has ended, or it counts as never issued.</summary>
/// <param name="Licenses">The strictest of the changes.</param>
/// <param name="Reservations">The strictest of the changes, for reservations.</param>
/// <param name="Changes">Every change since its issue that says something, in order of their days.</param>
public sealed record LicenseByLaw(PermitChange Licenses, PermitChange Reservations, ImmutableArray<LicenseChange> Changes)
{
    /// <summary>Why nothing more ships under it; null where it goes on.</summary>
    public LicenseChange? Stop => Licenses == PermitChange.Continue ? null : Changes.First(c => c.Licenses == Licenses);
}

/// <summary>
/// What changes of law since its issue do to a license. An issued license goes on by its terms until it is revoked (15 CFR 750.7, 750.8); it ends with a change
/// only where the change says so.
/// </summary>
public static class LicenseChanges
{
    /// <summary>What the law says of a license.</summary>
    /// <param name="rules">The law files.</param>
    /// <param name="texts">Citations the license rests on: its basis, and the provisions of its conditions.</param>
    /// <param name="issued">The day of its issue.</param>
    /// <param name="on">The day asked for.</param>
    /// <param name="knownOn">The day up to which publications count.</param>
    /// <param name="scenario">A scenario of the law files, or null.</param>
    public static LicenseByLaw Of(RuleSet rules, IEnumerable<string> texts, DateOnly issued, DateOnly on, DateOnly knownOn, string? scenario = null)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(texts);
        var all = rules.Law.Corpora.SelectMany(c => c.Provisions).ToList();
        var rest = texts.ToList();
        var named = all.Where(p => rest.Exists(t => Cites(t, p.Name))).ToList();
        var changes = ImmutableArray.CreateBuilder<LicenseChange>();
        foreach (var version in all.Where(p => p.Licenses is not null || p.Reservations is not null || p.Easing is not null).OrderBy(p => p.InForce.From))
        {
            var isPast = version.InForce.From > issued && version.InForce.From <= on;
            if (!isPast || !Counts(version, knownOn, scenario) || (named.Count > 0 && !Touches(version, named)))
            {
                continue;
            }

            var (licenses, reservations) = (Effective(version.Licenses, on), Effective(version.Reservations, on));
            changes.Add(new LicenseChange(version, licenses, reservations, version.Easing is not null, named.Count > 0, Words(version, named.Count > 0)));
        }

        return new(
            changes.Select(c => c.Licenses).DefaultIfEmpty(PermitChange.Continue).Max(),
            changes.Select(c => c.Reservations).DefaultIfEmpty(PermitChange.Continue).Max(),
            changes.ToImmutable());
    }

    /// <summary>The citations that a license rests on.</summary>
    public static IEnumerable<string> CitationsOf(LicenseTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return terms.Conditions.Select(c => c.Provision).OfType<string>().Prepend(terms.Basis);
    }

    private static bool Counts(ProvisionVersion version, DateOnly knownOn, string? scenario) =>
        version.Scenario is not null
            ? string.Equals(version.Scenario, scenario, StringComparison.Ordinal)
            : version.InForce.Published <= knownOn && !(version.Vacated is { } vacated && vacated.Published <= knownOn)
                && version.Standings.All(s => s.Standing is not (Standing.Proposed or Standing.Withdrawn) || s.When.Published > knownOn);

    /// <summary>A change concerns a license that rests on the same provision, on what it overrides, or on another of the same matter.</summary>
    private static bool Touches(ProvisionVersion version, List<ProvisionVersion> named) =>
        named.Exists(n => string.Equals(n.Corpus, version.Corpus, StringComparison.Ordinal)
            && (string.Equals(n.Name, version.Name, StringComparison.Ordinal) || version.ExceptionTo.Contains(n.Name, StringComparer.Ordinal)
                || (n.Matter is not null && string.Equals(n.Matter, version.Matter, StringComparison.Ordinal))));

    private static PermitChange Effective(PermitEffect? effect, DateOnly on) =>
        effect is null || (effect.On is { } day && on < day) ? PermitChange.Continue : effect.Change;

    private static string Words(ProvisionVersion version, bool concerns)
    {
        var parts = new List<string>();
        if (version.Licenses is { } licenses)
        {
            parts.Add(licenses.Change switch
            {
                PermitChange.Continue => "issued licenses go on",
                PermitChange.End => $"issued licenses end on {Day(licenses.On!.Value)}",
                PermitChange.Void => "issued licenses count as never issued",
            } + (licenses.Remark is { } remark ? $" ({remark})" : ""));
        }

        if (version.Reservations is { } reservations)
        {
            parts.Add((reservations.Change == PermitChange.Continue ? "reservations go on" : $"reservations lapse on {Day(reservations.On!.Value)}")
                + (reservations.Remark is { } remark ? $" ({remark})" : ""));
        }

        if (version.Easing is { } easing)
        {
            parts.Add("conditions of older licenses fall away" + (easing.Length > 0 ? $" ({easing})" : ""));
        }

        var doubt = concerns ? "" : "; the license names no provision of these law files, so whether it is concerned cannot be told";
        return $"{version.Name}, in force from {Day(version.InForce.From)} by {version.InForce.By}: {string.Join("; ", parts)}{doubt}";
    }

    private static bool Cites(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            var end = at + name.Length;
            var before = at == 0 || !(char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '.' or '-' or ')' or '(');
            var after = end == text.Length || !(char.IsLetterOrDigit(text[end]) || text[end] is '(' or '-' || (text[end] == '.' && end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1])));
            if (before && after)
            {
                return true;
            }
        }

        return false;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
