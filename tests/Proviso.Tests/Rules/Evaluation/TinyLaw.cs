using System.Text.RegularExpressions;
using Proviso.Rules;
using Proviso.Rules.Binding;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Text;

namespace Proviso.Tests.Rules.Evaluation;

/// <summary>Laws of a few lines over the vocabulary of <see cref="RandomLaw"/>.</summary>
internal static partial class TinyLaw
{
    public static readonly DateOnly Day = new(2024, 3, 1);

    public static string Vocabulary { get; } = RandomLaw.Vocabulary.Replace("PLACES", string.Join(' ', RandomLaw.Places), StringComparison.Ordinal);

    /// <summary>A provision on matter m in one line of C#.</summary>
    public static string Provision(string name, string outcome, string? when, string? exceptionTo = null, string clauses = RandomLaw.Clauses) =>
        $"provision {name} \"title\"\n{clauses}{(exceptionTo is null ? "" : $"  exception to {exceptionTo}\n")}  on m\n  then {outcome}\n"
        + (when is null ? "" : $"  when {when}\n");

    public static string Matter(string? otherwise = "not subject") => $"matter m \"matter\"\n{(otherwise is null ? "" : $"  otherwise {otherwise}\n")}";

    public static RuleSet Load(string law) => LoadWhole(Vocabulary + law);

    public static RuleSet LoadWhole(string text)
    {
        var loaded = RuleSet.Load([new SourceText("law.law", text)]);
        Assert.True(loaded.RuleSet is not null, Print(loaded.Diagnostics) + text);
        return loaded.RuleSet;
    }

    public static CorpusSlice Slice(string law) => Load(law).At(Day);

    /// <summary>The only corpus on a day.</summary>
    public static CorpusSlice At(this RuleSet rules, DateOnly day, DateOnly? known = null, LawView view = LawView.AsEnforced, string? scenario = null) =>
        rules.Slice(rules.Law.Corpora[0], day, known ?? DateOnly.MaxValue, view, scenario);

    /// <summary>A decision on facts such as <c>a = 5, flag = yes</c>; what is not named is unknown.</summary>
    public static CorpusDecision Decide(this CorpusSlice slice, string facts)
    {
        var frame = slice.Frame(facts);
        var decision = slice.Decide(frame);
        Assert.Equal(decision.Packed.Bits, slice.Compiled(frame.Slots));
        return decision;
    }

    public static FactFrame Frame(this CorpusSlice slice, string facts)
    {
        var frame = new FactFrame(slice.Schema);
        foreach (Match match in Fact().Matches(facts))
        {
            var text = match.Groups[2].Value.Trim().Replace("not applicable", "n/a", StringComparison.Ordinal);
            Assert.Null(FactText.Read(slice.Schema[match.Groups[1].Value], text, frame.Slots));
        }

        return frame;
    }

    public static string Print(IEnumerable<Diagnostic> diagnostics)
    {
        using var writer = new StringWriter();
        foreach (var diagnostic in diagnostics)
        {
            DiagnosticPrinter.Write(writer, diagnostic);
        }

        return writer.ToString();
    }

    [GeneratedRegex(@"([a-z._-]+) = (not applicable|\{[^}]*\}|\[[^]]*\]|[^\s,]+)")]
    private static partial Regex Fact();
}
