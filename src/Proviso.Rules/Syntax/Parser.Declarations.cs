using System.Collections.Immutable;
using Proviso.Rules.Diagnostics;

namespace Proviso.Rules.Syntax;

internal sealed partial class Parser
{
    private static readonly string[] CorpusWords = ["authority", "places", "asked", "day", "readers"];
    private static readonly string[] GroupWords = ["cite", "source", "note", "from", "table", "verified", "unknown"];
    private static readonly string[] MatterWords = ["otherwise"];
    private static readonly string[] DefineWords = ["when"];
    private static readonly string[] ScenarioWords = ["withdraw", "suspend", "enforce", "adopt", "vacate"];
    private static readonly string[] TypeWords = ["number", "ratio", "yes-no", "one-of", "set-of", "date", "sum"];

    public ImmutableArray<DeclarationSyntax> ParseFile()
    {
        var declarations = ImmutableArray.CreateBuilder<DeclarationSyntax>();
        while (!AtEndOfFile)
        {
            _panic = false;
            _clauseWords = [];
            _inTest = false;
            if (DeclarationWord() is { } word)
            {
                declarations.Add(Declaration(word));
            }
            else
            {
                Fail("PRV0110", $"expected a declaration, {Found}", "a declaration begins a line with one of: " + string.Join(", ", TopLevelWords));
                do
                {
                    Take();
                }
                while (!AtEndOfFile && !(Token.FirstOnLine && (AtDeclaration || Misspelled(Token) is not null)));
            }
        }

        return declarations.ToImmutable();
    }

    /// <summary>The word that starts a declaration here; one that is misspelled or indented is reported and taken for what it was meant to be.</summary>
    private string? DeclarationWord()
    {
        var token = Token;
        if (AtDeclaration)
        {
            return token.Text;
        }

        if (token.FirstOnLine && token.Kind == TokenKind.Word && TopLevel.Contains(token.Text))
        {
            Report("PRV0110", token.Span, $"`{token.Text}` declares something only at the beginning of a line", "remove the spaces before it");
            return token.Text;
        }

        if (token.FirstOnLine && Misspelled(token) is { } meant)
        {
            Report("PRV0110", token.Span, $"there is no declaration `{Shown(token.Text)}`", $"did you mean `{meant}`?");
            return meant;
        }

        return null;
    }

    private static string? Misspelled(SyntaxToken token) => token is { Kind: TokenKind.Word, Column: 1 } && token.Text.Length > 2
        ? NearestName.Find(token.Text, TopLevelWords)
        : null;

    private DeclarationSyntax Declaration(string word)
    {
        var first = Index;
        Take();
        switch (word)
        {
            case "unit":
                return Unit(first);
            case "evidence":
                return Simple(first, word, (name, title) =>
                    new EvidenceSyntax(name, title) { Span = SpanFrom(first), FirstToken = first, LastToken = _last });
            case "certification":
                return Simple(first, word, (name, title) =>
                    new CertificationSyntax(name, title) { Span = SpanFrom(first), FirstToken = first, LastToken = _last });
            case "act":
                return Simple(first, word, (name, title) =>
                    new ActSyntax(name, title) { Span = SpanFrom(first), FirstToken = first, LastToken = _last });
            case "enum":
                return Enum(first);
            case "fact":
                return Fact(first);
            case "record":
                return Record(first);
            case "corpus":
                return Corpus(first);
            case "group":
                return Group(first);
            case "matter":
                return Matter(first);
            case "define":
                return Define(first);
            case "provision":
                return Provision(first);
            case "scenario":
                return Scenario(first);
            default:
                return Test(first);
        }
    }

    private DeclarationSyntax Simple(int first, string word, Func<NameSyntax, StringSyntax?, DeclarationSyntax> make)
    {
        var name = Name($"the name of the {word}");
        var title = OptionalString();
        var declaration = make(name, title);
        EndOfHeader(_tokens[first].Column, word);
        return declaration;
    }

    private void EndOfHeader(int column, string word)
    {
        if (Token.FirstOnLine && !_panic)
        {
            return;
        }

        Leftover($"the declaration of the {word}");
        Recover(column);
    }

    private EnumSyntax Enum(int first)
    {
        var name = Name("the name of the enum");
        var title = OptionalString();
        var values = Braced("a value");
        var declaration = new EnumSyntax(name, title, values) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
        EndOfHeader(_tokens[first].Column, "enum");
        return declaration;
    }

    /// <summary>Names between braces.</summary>
    private ImmutableArray<NameSyntax> Braced(string what)
    {
        var open = Index;
        if (!Expect(TokenKind.OpenBrace, "`{`"))
        {
            return [];
        }

        var names = ImmutableArray.CreateBuilder<NameSyntax>();
        var commas = false;
        while (!_panic)
        {
            if (Kind is TokenKind.Word or TokenKind.Number or TokenKind.Date)
            {
                names.Add(TakeName());
            }
            else if (Kind == TokenKind.Comma)
            {
                if (!commas)
                {
                    Report("PRV0123", Token.Span, "the members of a list stand without commas", "separate them by spaces");
                }

                commas = true;
                Take();
            }
            else if (TakeIf(TokenKind.CloseBrace))
            {
                break;
            }
            else if (AtBoundary)
            {
                Fail("PRV0115", _tokens[open].Span, "this `{` is not closed", "add `}`");
            }
            else
            {
                Expected(what + " or `}`");
            }
        }

        return names.ToImmutable();
    }

    private FactSyntax Fact(int first)
    {
        var name = Name("the name of the fact");
        var type = FactType();
        var identity = Identity();
        var title = OptionalString();
        var declaration = new FactSyntax(name, type, title, identity) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
        EndOfHeader(_tokens[first].Column, "fact");
        return declaration;
    }

    private RecordSyntax Record(int first)
    {
        var name = Name("the name of the record");
        Expect("up-to", "say how many there may be, as in `record party up-to 12 \"a party\" { … }`");
        var most = Number();
        var title = OptionalString();
        var open = Index;
        var fields = ImmutableArray.CreateBuilder<FactSyntax>();
        if (Expect(TokenKind.OpenBrace, "`{`"))
        {
            while (!_panic && !TakeIf(TokenKind.CloseBrace))
            {
                if (AtBoundary)
                {
                    Fail("PRV0115", _tokens[open].Span, "this `{` is not closed", "add `}`");
                    break;
                }

                var start = _cursor;
                fields.Add(Field());
                if (_panic)
                {
                    SkipToField(start);
                }
            }
        }

        var declaration = new RecordSyntax(name, most, title, fields.ToImmutable()) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
        EndOfHeader(_tokens[first].Column, "record");
        return declaration;
    }

    private bool Identity()
    {
        if (_panic || !Is("identity"))
        {
            return false;
        }

        Take();
        return true;
    }

    private FactSyntax Field()
    {
        var first = Index;
        var name = Name("a field or `}`");
        var type = FactType();
        var identity = Identity();
        var title = OptionalString();
        return new FactSyntax(name, type, title, identity) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
    }

    /// <summary>An error in one field does not hide those in the next, which begins a line.</summary>
    private void SkipToField(int start)
    {
        if (_cursor == start && !AtBoundary && Token.Kind != TokenKind.CloseBrace)
        {
            Take();
        }

        while (!AtBoundary && Token.Kind != TokenKind.CloseBrace && !Token.FirstOnLine)
        {
            Take();
        }

        _panic = AtBoundary;
    }

    private FactTypeSyntax? FactType()
    {
        if (_panic)
        {
            return null;
        }

        var first = Index;
        switch (Kind == TokenKind.Word ? Token.Text : "")
        {
            case "number":
                Take();
                if (Is("from"))
                {
                    Expected("the unit of the number", "declare one with `unit NAME \"title\"`");
                    return null;
                }

                var unit = Name("the unit of the number");
                Expect("from");
                var from = Number();
                Expect("to");
                var to = Number();
                return _panic ? null : new NumberTypeSyntax(unit, from, to) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "ratio":
                Take();
                var dividend = Name("a number fact");
                Expect(TokenKind.Slash, "`/`", dividend.Text.Contains('/', StringComparison.Ordinal) ? "put a space on both sides of `/`" : null);
                var divisor = Name("a number fact");
                var measure = Name("the unit of the ratio");
                return _panic ? null : new RatioTypeSyntax(dividend, divisor, measure) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "yes-no":
                Take();
                return new YesNoTypeSyntax { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "date":
                Take();
                return new DateTypeSyntax { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "one-of":
                Take();
                var choice = Name("the name of an enum");
                return new OneOfTypeSyntax(choice) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "set-of":
                Take();
                var members = Name("the name of an enum");
                return new SetOfTypeSyntax(members) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "sum":
                return SumType(first);
            default:
                Choice("the type of the fact", TypeWords);
                return null;
        }
    }

    private void Choice(string what, string[] words) =>
        Fail("PRV0119", $"expected {what}, {Found}",
            (Kind == TokenKind.Word ? NearestName.Suggest(Token.Text, words) : null) ?? "one of: " + string.Join(", ", words));

    /// <summary>Reads the clauses of a declaration up to the next one.</summary>
    private void Clauses(string what, string[] words, Action<string> read)
    {
        if (!AtBoundary && !(Token.FirstOnLine && !_panic))
        {
            Leftover($"the heading of the {what}");
            Recover(int.MaxValue);
        }

        while (!AtEndOfFile && !AtDeclaration && !(_inTest && Token is { FirstOnLine: true, Kind: TokenKind.Bar }))
        {
            _panic = false;
            var token = Token;
            var word = AtClause ? token.Text : null;
            if (word is null)
            {
                if (token.Kind == TokenKind.Word && (TopLevel.Contains(token.Text) || (Misspelled(token) is not null && Meant(token, words) is null)))
                {
                    return;
                }

                word = token.Kind == TokenKind.Word ? Meant(token, words) : null;
                Fail("PRV0111", token.Kind == TokenKind.Word ? $"a {what} has no clause `{Shown(token.Text)}`" : $"expected a clause, {Found}",
                    word is not null ? $"did you mean `{word}`?" : $"a clause of a {what} begins with one of: " + string.Join(", ", words));
                if (word is null)
                {
                    Take();
                    Recover(token.Column);
                    continue;
                }

                _panic = false;
            }

            read(word);
            Leftover($"the clause `{word}`", token.Column);
        }
    }

    private static string? Meant(SyntaxToken token, string[] words) =>
        Array.IndexOf(words, token.Text) >= 0 ? token.Text : token.Text.Length > 2 ? NearestName.Find(token.Text, words) : null;

    // What begins a line of its own is judged as a clause, with the clause words as suggestions.
    private void Leftover(string after, int column)
    {
        if (!_panic && (AtBoundary || (Token.FirstOnLine && Token.Kind == TokenKind.Word && GlueHelp() is null && Meant(Token) is null)))
        {
            return;
        }

        Leftover(after);
        Recover(column);
    }

    private CorpusSyntax Corpus(int first)
    {
        _clauseWords = CorpusWords;
        var name = Name("the name of the corpus");
        var title = OptionalString();
        NameSyntax? authority = null;
        StringSyntax? authorityTitle = null;
        ConditionSyntax? asked = null;
        SetSyntax? places = null;
        NameSyntax? zone = null;
        ReadersSyntax? readers = null;
        Clauses("corpus", CorpusWords, word =>
        {
            var start = Index;
            Take();
            if (word == "authority")
            {
                var found = Name("the name of the authority");
                var foundTitle = OptionalString();
                Once(authority, start, word);
                (authority, authorityTitle) = (authority ?? found, authority is null ? foundTitle : authorityTitle);
            }
            else if (word == "places")
            {
                var set = Set();
                Once(places, start, word);
                places ??= set;
            }
            else if (word == "day")
            {
                Expect("in");
                var named = Name("a time zone such as `America/New_York`");
                Once(zone, start, "day in");
                zone ??= named;
            }
            else if (word == "readers")
            {
                var named = Readers(start);
                Once(readers, start, word);
                readers ??= named;
            }
            else
            {
                Expect("when");
                var condition = Condition();
                Once(asked, start, "asked when");
                asked ??= condition;
            }
        });
        return new CorpusSyntax(name, title, authority, authorityTitle, asked, places) { Zone = zone, Readers = readers, Span = SpanFrom(first), FirstToken = first, LastToken = _last };
    }

    private void Once(SyntaxNode? earlier, int start, string clause)
    {
        if (earlier is not null)
        {
            Report("PRV0120", SpanFrom(start), $"the clause `{clause}` stands twice", "keep one of them",
                new RelatedPlace(_source, earlier.Span, "first given here"));
        }
    }

    private GroupSyntax Group(int first)
    {
        _clauseWords = GroupWords;
        var name = Name("the name of the group");
        var title = OptionalString();
        Expect("of", "say what it is a group of, as in `group D:5 \"Country Group D:5\" of country`");
        var of = Name("the name of an enum");
        StringSyntax? cite = null;
        var versions = ImmutableArray.CreateBuilder<GroupVersionSyntax>();
        var marks = ImmutableArray.CreateBuilder<GroupMarkSyntax>();
        var clauses = ImmutableArray.CreateBuilder<ClauseSyntax>();
        Clauses("group", GroupWords, word =>
        {
            if (word == "from")
            {
                versions.Add(GroupVersion());
            }
            else if (word is "table" or "verified" or "unknown")
            {
                marks.Add(GroupMark(word, versions.Count - 1));
            }
            else
            {
                var clause = TextClause(word);
                if (clause is CiteClauseSyntax { Text: var text } && cite is null)
                {
                    cite = text;
                }
                else
                {
                    clauses.Add(clause);
                }
            }
        });
        return new GroupSyntax(name, title, of, cite, versions.ToImmutable(), marks.ToImmutable(), clauses.ToImmutable())
        {
            Span = SpanFrom(first),
            FirstToken = first,
            LastToken = _last,
        };
    }

    private GroupVersionSyntax GroupVersion()
    {
        var first = Index;
        Take();
        var from = Date();
        var members = Braced("a member of the group");
        var (by, published) = Document();
        return new GroupVersionSyntax(from, members, by, published) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
    }

    /// <summary>A line below a list that says when it was printed, how it was verified, or of which values nobody knows whether they belong.</summary>
    private GroupMarkSyntax GroupMark(string word, int version)
    {
        var first = Index;
        Take();
        var table = word == "table" ? Date() : null;
        var level = word == "verified" ? Name("code, primary, secondary or unverified") : null;
        var members = word == "unknown" || (word == "verified" && Token.Kind == TokenKind.OpenBrace) ? Braced("a member of the group") : [];
        var text = OptionalString();
        return new GroupMarkSyntax(version, word, table, level, members, text) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
    }

    private MatterSyntax Matter(int first)
    {
        _clauseWords = MatterWords;
        var name = Name("the name of the matter");
        var title = OptionalString();
        OutcomeSyntax? otherwise = null;
        Clauses("matter", MatterWords, word =>
        {
            var start = Index;
            Take();
            var outcome = Outcome();
            Once(otherwise, start, word);
            otherwise ??= outcome;
        });
        return new MatterSyntax(name, title, otherwise) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
    }

    private DefineSyntax Define(int first)
    {
        _clauseWords = DefineWords;
        var name = Name("the name to define");
        var title = OptionalString();
        ConditionSyntax? when = null;
        Clauses("definition", DefineWords, word =>
        {
            var start = Index;
            Take();
            var condition = Condition();
            Once(when, start, word);
            when ??= condition;
        });
        if (when is null)
        {
            Report("PRV0112", SpanFrom(first), $"the definition `{name.Text}` has no `when`", "add `when CONDITION`");
        }

        return new DefineSyntax(name, title, when) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
    }

    private ScenarioSyntax Scenario(int first)
    {
        _clauseWords = ScenarioWords;
        var name = Name("the name of the scenario");
        var title = OptionalString();
        var steps = ImmutableArray.CreateBuilder<ScenarioStepSyntax>();
        Clauses("scenario", ScenarioWords, word =>
        {
            var start = Index;
            Take();
            var corpus = Name("the name of a corpus");
            var provision = Name("the name of a provision");
            var limbs = LimbLabels();
            Expect("from");
            var from = Date();
            var until = TakeIf("until") ? Date() : null;
            var verb = word switch
            {
                "withdraw" => ScenarioVerb.Withdraw,
                "suspend" => ScenarioVerb.Suspend,
                "enforce" => ScenarioVerb.Enforce,
                "vacate" => ScenarioVerb.Vacate,
                _ => ScenarioVerb.Adopt,
            };
            steps.Add(new ScenarioStepSyntax(verb, corpus, provision, limbs, from, until) { Span = SpanFrom(start), FirstToken = start, LastToken = _last });
        });
        return new ScenarioSyntax(name, title, steps.ToImmutable()) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
    }
}
