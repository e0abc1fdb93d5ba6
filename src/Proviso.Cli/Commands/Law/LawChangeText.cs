using System.Globalization;
using Proviso.Determinations;
using Proviso.Rules.Binding;

namespace Proviso.Cli.Commands.Law;

/// <summary>What a version says of what began before it, a line each.</summary>
internal static class LawChangeText
{
    public static IEnumerable<string> Of(ProvisionVersion version)
    {
        if (version.Hour is { } hour)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"in force from {hour:HH\\:mm} of its first day");
        }

        if (version.EndHour is { } end)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"in force up to {end:HH\\:mm} of the day of its end");
        }

        if (version.Vacated is { } vacated)
        {
            yield return $"vacated from the start by {vacated.By}, published {Day(vacated.Published)}";
        }

        if (version.ReceiptFact is { } fact)
        {
            yield return $"binds from receipt: {fact.Name}, where it is stated";
        }

        foreach (var s in version.Savings)
        {
            var before = s.Before is { } day ? $" before {Day(day)}" : ", end not known";
            yield return $"saving {s.Title}: {Names(s.States)} on {Day(s.On)}{(s.OrderedFact is null ? "" : " under actual orders")}, moved{before}; {Names(s.Movements)} (by {s.By}, {DeterminationJson.VerificationWord(s.Verification)}{(s.Remark is null ? "" : ": " + s.Remark)})";
        }

        if (version.Licenses is { } licenses)
        {
            yield return $"licenses: {Words(licenses, "end")}";
        }

        if (version.Reservations is { } reservations)
        {
            yield return $"reservations: {Words(reservations, "lapse")}";
        }

        if (version.Easing is { } easing)
        {
            yield return $"conditions of older licenses fall away{(easing.Length > 0 ? ": " + easing : "")}";
        }
    }

    private static string Words(PermitEffect effect, string end) => effect.Change switch
    {
        PermitChange.Continue => "continue",
        PermitChange.End => $"{end} on {Day(effect.On!.Value)}",
        PermitChange.Void => "void from the start",
    } + (effect.Remark is null ? "" : $" ({effect.Remark})");

    private static string Names(BoundSetLiteral set) => string.Join(", ", set.Members.Select(m => set.Enum.Values[m]));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
