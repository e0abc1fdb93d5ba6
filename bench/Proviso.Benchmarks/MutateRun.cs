using System.Collections.Concurrent;
using System.Globalization;
using Proviso.Rules;
using Proviso.Rules.Syntax;
using Proviso.Rules.Text;

namespace Proviso.Benchmarks;

/// <summary>Changes the law in one place at a time and counts how many of the changes the tests beside the law notice.</summary>
internal static class MutateRun
{
    private static readonly string[] Reviews = ["presumption-of-denial", "case-by-case", "presumption-of-approval"];

    /// <summary>One change of one file.</summary>
    private sealed record Mutant(string Kind, int File, int Start, int Length, string Replacement, string At);

    /// <summary>Runs <c>mutate [n=COUNT] [seed=N] [list=FILE]</c>; without n every change is tried.</summary>
    public static int Run(string[] args)
    {
        string? Option(string name) => args.FirstOrDefault(a => a.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
        var files = Folders.Law.ToArray();
        var all = files.SelectMany((f, i) => Of(f, i)).ToArray();
        var seed = int.Parse(Option("seed") ?? "1", CultureInfo.InvariantCulture);
        var random = new Random(seed);
        random.Shuffle(all);
        var chosen = all.Take(int.Parse(Option("n") ?? "1000000", CultureInfo.InvariantCulture)).ToArray();
        var unchanged = Notices(files, null);
        if (unchanged is not null)
        {
            Console.Error.WriteLine($"the law as it stands does not pass its own tests: {unchanged}");
            return 1;
        }

        var results = new ConcurrentBag<(Mutant Mutant, string? By)>();
        Parallel.ForEach(chosen, mutant =>
        {
            var changed = (SourceText[])files.Clone();
            var source = files[mutant.File];
            changed[mutant.File] = new SourceText(source.Path, string.Concat(source.Content.AsSpan(0, mutant.Start), mutant.Replacement, source.Content.AsSpan(mutant.Start + mutant.Length)));
            results.Add((mutant, Notices(changed, source.Path)));
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{all.Length} single changes of {files.Length} law files; {chosen.Length} tried, seed {seed}"));
        foreach (var kind in results.GroupBy(r => r.Mutant.Kind, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var caught = kind.Count(r => r.By is not null);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {kind.Key,-28} {caught,5} of {kind.Count(),5} caught"));
        }

        var total = results.Count(r => r.By is not null);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {"together",-28} {total,5} of {results.Count,5} caught ({100.0 * total / results.Count:0.0} %)"));
        if (Option("list") is { } list)
        {
            File.WriteAllLines(list, results.Where(r => r.By is null).Select(r => $"{r.Mutant.At}  {r.Mutant.Kind}: {r.Mutant.Replacement}").Order(StringComparer.Ordinal));
        }

        return 0;
    }

    /// <summary>What notices the change: an error of the law, or the first test that fails; null when nothing does.</summary>
    private static string? Notices(SourceText[] files, string? changed)
    {
        if (RuleSet.Load(files).RuleSet is not { } rules)
        {
            return "error";
        }

        // The tests of the folder that was changed are the likeliest to notice.
        var folder = Path.GetDirectoryName(changed);
        var tests = rules.Law.Tests.OrderByDescending(t => Path.GetDirectoryName(t.Place.Source.Path) == folder);
        return tests.FirstOrDefault(t => LawTestRunner.Run(rules, t).Failures.Length > 0)?.Title;
    }

    /// <summary>Every change that is tried in one file: days, figures, comparisons, connectives, members of sets, conclusions.</summary>
    private static IEnumerable<Mutant> Of(SourceText file, int index)
    {
        var tree = LawParser.Parse(file).Tree;
        foreach (var declaration in tree.Declarations.Where(d => d is GroupSyntax or MatterSyntax or DefineSyntax or ProvisionSyntax or CorpusSyntax))
        {
            var braces = 0;
            for (var i = declaration.FirstToken; i <= declaration.LastToken; i++)
            {
                var token = tree.Tokens[i];
                var before = i > 0 ? tree.Tokens[i - 1] : token;
                braces += token.Kind switch { TokenKind.OpenBrace => 1, TokenKind.CloseBrace => -1, _ => 0 };
                foreach (var (kind, replacement) in Changes(token, before, declaration, braces > 0))
                {
                    var place = string.Create(CultureInfo.InvariantCulture, $"{file.Path}:{file.PositionAt(token.Span.Start).Line}");
                    yield return new Mutant(kind, index, token.Span.Start, token.Span.Length, replacement, $"{place} {token.Text}");
                }
            }
        }
    }

    private static IEnumerable<(string Kind, string Replacement)> Changes(SyntaxToken token, SyntaxToken before, DeclarationSyntax declaration, bool inBraces)
    {
        switch (token.Kind)
        {
            // When a document was published or a report appeared decides only what was known when.
            case TokenKind.Date when !before.Is("published") && !before.Is("on") && !before.Is("table"):
                yield return ("day: one later", Day(token, 1));
                yield return ("day: one earlier", Day(token, -1));
                break;
            // A number between parentheses is the label of a limb.
            case TokenKind.Number when declaration is ProvisionSyntax or DefineSyntax && before.Kind != TokenKind.OpenParen:
                yield return ("figure: a little more", Figure(token, 1));
                yield return ("figure: a little less", Figure(token, -1));
                break;
            case TokenKind.GreaterOrEqual:
                yield return ("comparison", ">");
                break;
            case TokenKind.Greater:
                yield return ("comparison", ">=");
                break;
            case TokenKind.LessOrEqual:
                yield return ("comparison", "<");
                break;
            case TokenKind.Less:
                yield return ("comparison", "<=");
                break;
            case TokenKind.Word when inBraces:
                yield return ("member left out", "");
                break;
            case TokenKind.Word when token.Text is "and" or "or":
                yield return ("and, or", token.Text == "and" ? "or" : "and");
                break;
            case TokenKind.Word when token.Text == "not" && !before.Is("is"):
                yield return ("not left out", "");
                break;
            case TokenKind.Word when token.Text is "any" or "every" && !before.Is("when"):
                yield return ("any, every", token.Text == "any" ? "every" : "any");
                break;
            case TokenKind.Word when token.Text == "some":
                yield return ("some, every", "every");
                break;
            case TokenKind.Word when token.Text == "required" && before.Is("license"):
                yield return ("conclusion: exception", "exception MUTANT");
                break;
            case TokenKind.Word when token.Text == "prohibited":
                yield return ("conclusion: license", "license required");
                break;
            case TokenKind.Word when Reviews.Contains(token.Text, StringComparer.Ordinal):
                yield return ("conclusion: review", Reviews[(Array.IndexOf(Reviews, token.Text) + 1) % Reviews.Length]);
                break;
            case TokenKind.Word when token.Text == "undetermined" && before.Is("then"):
                yield return ("conclusion: free", "no license required");
                break;
            default:
                break;
        }
    }

    private static string Day(SyntaxToken token, int days) =>
        DateOnly.ParseExact(token.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>One unit of the last decimal written; tests that keep to either side of a line notice that.</summary>
    private static string Figure(SyntaxToken token, int sign)
    {
        var text = token.Text.Replace("_", "", StringComparison.Ordinal);
        var value = decimal.Parse(text, CultureInfo.InvariantCulture);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var step = point < 0 ? 1m : (decimal)Math.Pow(10, point + 1 - text.Length);
        return Math.Max(0m, value + (sign * step)).ToString(CultureInfo.InvariantCulture);
    }
}
