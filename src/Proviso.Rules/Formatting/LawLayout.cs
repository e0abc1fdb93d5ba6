using System.Collections.Immutable;
using System.Text;
using Proviso.Rules.Syntax;

namespace Proviso.Rules.Formatting;

/// <summary>Where lines begin and how far they are indented, read from the tree.</summary>
internal sealed class LawLayout
{
    private readonly SyntaxTree _tree;
    private readonly int[] _indent;
    private readonly bool[] _listed;
    private readonly bool[] _wide;
    private readonly bool[] _empty;
    private readonly bool[] _soft;
    private readonly string[]?[] _clauseWords;
    private readonly Dictionary<int, string> _rows = [];
    private readonly HashSet<int> _declarations = [];

    public LawLayout(SyntaxTree tree)
    {
        _tree = tree;
        var count = tree.Tokens.Length;
        _indent = new int[count];
        Array.Fill(_indent, -1);
        _listed = new bool[count];
        _wide = new bool[count];
        _empty = new bool[count];
        _soft = new bool[count];
        _clauseWords = new string[]?[count];
        DeclarationSyntax? previous = null;
        foreach (var declaration in tree.Declarations)
        {
            Declaration(declaration);
            var first = declaration.FirstToken;
            _empty[first] = previous is not null && (previous.GetType() != declaration.GetType() || !IsOneLine(previous) || !IsOneLine(declaration));
            previous = declaration;
        }
    }

    /// <summary>The indentation of a token that always begins a line.</summary>
    public int? IndentOf(int token) => _indent[token] < 0 ? null : _indent[token];

    /// <summary>The indentation of comments before a token that always begins a line.</summary>
    public int? CommentIndentOf(int token) => _indent[token] < 0 ? null
        : _indent[token] + (_tree.Tokens[token].Kind == TokenKind.CloseBrace ? 2 : 0);

    /// <summary>Whether the token stands in a list that fills lines.</summary>
    public bool IsListed(int token) => _listed[token];

    public bool IsDeclaration(int token) => _declarations.Contains(token);

    public bool NeedsEmptyLine(int token) => _empty[token];

    /// <summary>The whole row of a table, padded, if the token begins one.</summary>
    public string? RowText(int token) => _rows.GetValueOrDefault(token);

    public bool SpaceBefore(int token) => _wide[token] || TokenSpacing.Between(_tree.Tokens[token - 1], _tree.Tokens[token]);

    /// <summary>Whether a line that is too long may go on with this token on the next.</summary>
    public bool MayBreakBefore(int token)
    {
        // A clause word at the beginning of a line would start a clause.
        var current = _tree.Tokens[token];
        if (_clauseWords[token] is { } words && Array.IndexOf(words, current.Text) >= 0)
        {
            return false;
        }

        return _listed[token] || _soft[token]
            || _tree.Tokens[token - 1].Kind == TokenKind.Comma
            || current.Is("and") || current.Is("or") || current.Is("over") || (current.Is("at") && _tree.Tokens[token + 1].Is("most"));
    }

    private bool IsOneLine(DeclarationSyntax declaration)
    {
        for (var i = declaration.FirstToken + 1; i <= declaration.LastToken; i++)
        {
            if (_indent[i] >= 0 || _tree.Tokens[i].LeadingTrivia.Contains('#', StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private void Declaration(DeclarationSyntax declaration)
    {
        _declarations.Add(declaration.FirstToken);
        _indent[declaration.FirstToken] = 0;
        var words = Parser.ClauseWordsOf(declaration);
        for (var i = declaration.FirstToken + 1; i <= declaration.LastToken; i++)
        {
            _clauseWords[i] = words;
            if (Parser.StartsClause(words, _tree.Tokens[i], _tree.Tokens[i + 1]))
            {
                _indent[i] = 2;
            }
        }

        switch (declaration)
        {
            case EnumSyntax e:
                List(e, e.Values, 0);
                break;
            case RecordSyntax r:
                foreach (var field in r.Fields)
                {
                    _indent[field.FirstToken] = 2;
                }

                if (r.Fields.Length > 0)
                {
                    _indent[r.LastToken] = 0;
                }

                break;
            case GroupSyntax g:
                foreach (var version in g.Versions)
                {
                    List(version, version.Members, 2);
                }

                foreach (var mark in g.Marks)
                {
                    _indent[mark.FirstToken] = 4;
                    if (!mark.Members.IsEmpty)
                    {
                        List(mark, mark.Members, 4);
                    }
                }

                break;
            case CorpusSyntax { AskedWhen: { } asked }:
                Condition(asked, 4);
                break;
            case DefineSyntax { When: { } when }:
                Condition(when, 4);
                break;
            case ProvisionSyntax p:
                foreach (var clause in p.Clauses)
                {
                    Clause(clause);
                }

                break;
            case TestSyntax t:
                Table(t.Rows);
                break;
            default:
                break;
        }
    }

    /// <summary>Values between braces: on the line of their declaration if it is short enough, else filling lines of their own.</summary>
    private void List(SyntaxNode node, ImmutableArray<NameSyntax> names, int indent)
    {
        var open = node.FirstToken;
        while (_tree.Tokens[open].Kind != TokenKind.OpenBrace)
        {
            open++;
        }

        var close = open + names.Length + 1;
        _wide[open + 1] = _wide[close] = true;
        var width = indent;
        var comments = false;
        for (var i = node.FirstToken; i <= node.LastToken; i++)
        {
            width += _tree.Tokens[i].Text.Length + (i > node.FirstToken && SpaceBefore(i) ? 1 : 0);
            comments |= i > open && i <= close && _tree.Tokens[i].LeadingTrivia.Contains('#', StringComparison.Ordinal);
        }

        if (width <= LawFormatter.Width && !comments)
        {
            return;
        }

        _indent[close] = indent;
        for (var i = open + 1; i < close; i++)
        {
            _listed[i] = true;
        }

        // A member named like a clause stays beside the brace: at the beginning of a line it would start the clause.
        if (names.Length > 0 && MayBreakBefore(open + 1))
        {
            _indent[open + 1] = indent + 2;
        }
    }

    private void Clause(ClauseSyntax clause)
    {
        switch (clause)
        {
            case SavingClauseSyntax s:
                for (var i = s.FirstToken; i <= s.LastToken; i++)
                {
                    _soft[i] = _tree.Tokens[i].Is("of") || _tree.Tokens[i].Is("by") || _tree.Tokens[i].Is("for");
                }

                break;
            case WhenClauseSyntax w:
                Condition(w.Condition, 4);
                break;
            case ConditionClauseSyntax { Requirement: CapRequirementSyntax cap }:
                foreach (var where in new[] { cap.Sum.Where, cap.Of?.Where }.OfType<ConditionSyntax>())
                {
                    Condition(where, 4);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>Finds the limbs in a condition; <paramref name="indent"/> is that of the labels of the next list.</summary>
    private void Condition(ConditionSyntax condition, int indent)
    {
        switch (condition)
        {
            case AndSyntax and:
                foreach (var part in and.Parts)
                {
                    Condition(part, indent);
                }

                break;
            case OrSyntax or:
                foreach (var part in or.Parts)
                {
                    Condition(part, indent);
                }

                break;
            case NotSyntax not:
                Condition(not.Part, indent);
                break;
            case GroupedSyntax grouped:
                Condition(grouped.Part, indent);
                if (EndsInLimbs(grouped.Part))
                {
                    _indent[grouped.LastToken] = indent;
                }

                break;
            case SomeSyntax some:
                Condition(some.Condition, indent);
                break;
            case LimbsSyntax limbs:
                foreach (var limb in limbs.Limbs)
                {
                    _indent[limb.FirstToken] = indent;
                    Condition(limb.Condition, indent + 2);
                }

                break;
            default:
                break;
        }
    }

    private static bool EndsInLimbs(ConditionSyntax condition) => condition switch
    {
        LimbsSyntax => true,
        AndSyntax and => EndsInLimbs(and.Parts[^1]),
        OrSyntax or => EndsInLimbs(or.Parts[^1]),
        NotSyntax not => EndsInLimbs(not.Part),
        _ => false,
    };

    private void Table(ImmutableArray<TestRowSyntax> rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        var widths = Enumerable.Range(0, rows[0].Cells.Length).Select(c => rows.Max(r => r.Cells[c].Text.Length)).ToArray();
        foreach (var row in rows)
        {
            _indent[row.FirstToken] = 2;
            var text = new StringBuilder("|");
            for (var i = 0; i < row.Cells.Length; i++)
            {
                text.Append(' ').Append(row.Cells[i].Text.PadRight(widths[i])).Append(" |");
            }

            _rows[row.FirstToken] = text.ToString();
        }
    }
}
