using System.Collections.Immutable;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Syntax;
using Proviso.Rules.Text;

namespace Proviso.Rules;

/// <summary>Tells law for everybody from law that was written to named organizations (`readers`), file by file.</summary>
/// <remarks>
/// Who may not read a file gets law that was bound without it, so nothing of it can reach an answer, a suggestion, a hash or a diagnostic.
/// A folder in which a corpus with readers stands belongs to its readers; where that leaves anything open, nobody is answered.
/// </remarks>
internal sealed class LawReaders
{
    private readonly ImmutableArray<File> _files;
    private readonly Diagnostic? _fault;

    private LawReaders(ImmutableArray<File> files, Diagnostic? fault)
    {
        _files = files;
        _fault = fault;
    }

    /// <summary>A file, parsed, with the names of its readers; null for everybody.</summary>
    public sealed record File(SourceText Source, ParsedLaw Parsed, ImmutableArray<string>? Readers)
    {
        /// <summary>What only its readers are told is wrong with it.</summary>
        public ImmutableArray<Diagnostic> Mixed { get; init; } = [];
    }

    /// <summary>What keeps everybody from being answered, told without a word of the file; null where nothing does.</summary>
    public Diagnostic? Fault => _fault;

    /// <summary>Sorts files.</summary>
    public static LawReaders Of(IEnumerable<SourceText> sources)
    {
        var parsed = sources.OrderBy(f => f.Path, StringComparer.Ordinal).Select(s => (Source: s, Parsed: LawParser.Parse(s))).ToImmutableArray();
        var files = ImmutableArray.CreateBuilder<File>(parsed.Length);
        Diagnostic? fault = null;
        foreach (var folder in parsed.GroupBy(f => FolderOf(f.Source.Path), StringComparer.Ordinal))
        {
            var letters = folder.SelectMany(f => f.Parsed.Tree.Declarations.OfType<CorpusSyntax>().Where(c => c.Readers is not null).Select(c => (f.Source, f.Parsed, Corpus: c))).ToList();
            if (letters.Count == 0)
            {
                files.AddRange(folder.Select(f => new File(f.Source, f.Parsed, null)));
                continue;
            }

            foreach (var (source, result) in folder)
            {
                var own = letters.Where(l => ReferenceEquals(l.Source, source)).ToList();
                var readers = own.Count > 0 ? own : letters;
                var names = readers.SelectMany(l => l.Corpus.Readers!.Names).Select(n => AskerName.Of(n.Value)).OfType<string>().Distinct(StringComparer.Ordinal).ToImmutableArray();
                foreach (var letter in own)
                {
                    fault ??= Unreadable(letter.Parsed, letter.Corpus);
                }

                var mixed = Mixed(source, result.Tree, own.Count, letters.Count);
                fault ??= mixed.IsEmpty ? null : Untold("PRV0273", "the law folder holds law for named readers that is not kept apart from law for everybody, so nothing is answered",
                    "whoever keeps that law finds the place with `proviso law check --as-organization NAME`, with the name of a reader");
                files.Add(new File(source, result, names) { Mixed = mixed });
            }
        }

        return new LawReaders([.. files.OrderBy(f => f.Source.Path, StringComparer.Ordinal)], fault);
    }

    /// <summary>The files that somebody may read: those for everybody, and those that name them.</summary>
    public ImmutableArray<File> VisibleTo(string? asker)
    {
        var name = AskerName.Of(asker);
        return [.. _files.Where(f => f.Readers is not { } readers || (name is not null && readers.Contains(name, StringComparer.Ordinal)))];
    }

    /// <summary>Whether two see the same files.</summary>
    public bool SeeAlike(string? one, string? other) => VisibleTo(one).AsEnumerable().SequenceEqual(VisibleTo(other), ReferenceEqualityComparer.Instance);

    private static string FolderOf(string path)
    {
        var cut = path.LastIndexOf('/');
        return cut < 0 ? "" : path[..cut];
    }

    /// <summary>A list of readers that is not read whole may leave out the very reader whom the letter binds.</summary>
    private static Diagnostic? Unreadable(ParsedLaw parsed, CorpusSyntax corpus)
    {
        var next = parsed.Tree.Declarations.Where(d => d.Span.Start > corpus.Span.Start).Select(d => d.Span.Start).DefaultIfEmpty(int.MaxValue).Min();
        var wrong = parsed.Diagnostics.Any(d => d.Severity == Severity.Error && d.Span.Start >= corpus.Span.Start && d.Span.Start < next)
            || corpus.Readers!.Names.Any(n => AskerName.Of(n.Value) is null);
        var at = parsed.Tree.Source.PositionAt(corpus.Readers!.Span.Start);
        return !wrong ? null : Untold("PRV0272", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the law folder holds law for named readers, and who they are cannot be read (line {at.Line} of that file), so nothing is answered"),
            "write `readers \"NAME\" \"NAME\"`, each name in double quotes and none empty");
    }

    private static ImmutableArray<Diagnostic> Mixed(SourceText source, SyntaxTree tree, int own, int letters)
    {
        var bag = new DiagnosticBag();
        foreach (var declaration in tree.Declarations)
        {
            var problem = declaration switch
            {
                CorpusSyntax { Readers: null } => "a corpus for everybody stands in the folder of a corpus with readers",
                CorpusSyntax when own > 1 => "two corpora with readers stand in one file",
                CorpusSyntax or MatterSyntax or DefineSyntax or ProvisionSyntax or ScenarioSyntax or TestSyntax when own > 0 || letters == 1 => null,
                MatterSyntax or DefineSyntax or ProvisionSyntax or ScenarioSyntax or TestSyntax => "it cannot be told to which of the corpora with readers in this folder it belongs",
                _ => "words, groups and lists for everybody stand with a corpus for named readers",
            };
            if (problem is not null)
            {
                bag.Error("PRV0273", source, declaration.Span, problem, "give law for named readers a folder of its own, one file for each list of readers, and leave the vocabulary to law for everybody");
            }
        }

        return [.. bag.Items];
    }

    // Without file and text: whoever sees it may be no reader.
    private static Diagnostic Untold(string code, string message, string help) => new(code, Severity.Error, new SourceText("law", ""), default, message, help);
}
