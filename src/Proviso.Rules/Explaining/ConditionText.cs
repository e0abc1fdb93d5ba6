using System.Globalization;
using Proviso.Rules.Binding;

namespace Proviso.Rules.Explaining;

/// <summary>Writes a typed condition as a sentence. The sentence comes from the condition, never the other way round.</summary>
public static class ConditionText
{
    /// <summary>The sentence, without a full stop.</summary>
    public static string Describe(LawCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var what = Describe(condition.Requirement);
        return condition.Due is { } due
            ? $"{Upper(what)} within {Days(due.Days)} of {due.Event}; otherwise {ConsequenceText(due.Consequence)}"
            : condition.Requirement is NoticeRequirement ? Upper(what) : $"Before anything moves: {what}";
    }

    /// <summary>A requirement as a clause.</summary>
    public static string Describe(Requirement requirement) => requirement switch
    {
        EvidenceRequirement e => e.Title
            + (e.From is null ? "" : $" from {(e.Independent ? "an independent " : "the ")}{e.From}")
            + (e.From is null && e.Independent ? " from an independent source" : "")
            + (e.In is null ? "" : $" in {SetText(e.In)}"),
        CertifiedRequirement c => $"certification that {c.Title}",
        CapRequirement c => $"the sum of {SumText(c.Sum)} is at most "
            + (c.Of is null ? $"{Number(c.Limit)}{(c.Unit.Length > 0 ? " " + c.Unit : "")}" : $"{Number(c.Limit * 100)} % of the sum of {SumText(c.Of)}")
            + $", over shipments of {(c.Scope.Product == "this-product" ? "this product" : "all products")} by {(c.Scope.Exporter == "this-exporter" ? "this exporter" : "all exporters")}"
            + c.Scope.Buyer switch { "this-buyer" => " to this buyer", "this-parent" => " to companies of this ultimate parent", _ => "" }
            + (c.Scope.EachYear ? " in each calendar year" : c.Scope.WindowDays is { } days ? $" in any {Days(days)}" : ""),
        NoticeRequirement n => $"notice at least {Days(n.Days)} before {n.Event}",
        PayRequirement p => $"payment of {Number(p.Share * 100)} % of the {p.Of}",
        _ => throw new InvalidOperationException($"no words for {requirement.GetType().Name}"),
    };

    /// <summary>A set as written: <c>US</c>, <c>D:5</c>, <c>D:5 or MO</c>.</summary>
    public static string SetText(BoundSet set) => set switch
    {
        BoundSetLiteral s => string.Join(", ", s.Members.Select(i => s.Enum.Values[i])),
        BoundGroupReference s => s.Group.Name,
        BoundEncodedPlaces => "the places whose law is encoded",
        BoundSetCombination s => $"{SetText(s.Left)}{(s.Minus ? " except " : " or ")}{SetText(s.Right)}",
        _ => throw new InvalidOperationException($"no words for {set.GetType().Name}"),
    };

    private static string SumText(RunningSum sum) =>
        string.Join(" × ", sum.Factors.Select(f => f.Title)) + (sum.Where is null ? "" : $" where {sum.Where.Place.Words}");

    private static string ConsequenceText(string consequence) => consequence switch
    {
        "notify" => "the authority is notified",
        "hold line" => "the license line is held",
        "suspend line" => "the license line is suspended",
        "suspend license" => "the license is suspended",
        _ => consequence,
    };

    private static string Days(int days) => days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days} days");

    private static string Number(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Upper(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
