using System.Text;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Syntax;

namespace Proviso.Rules.Formatting;

/// <summary>Writes a law text in its one canonical layout. Only white space changes: tokens and comments stay as they are and where they are.</summary>
/// <remarks>
/// The layout follows from the tokens, the comments and single empty lines alone, never from other line breaks, so that formatting twice is
/// formatting once.
/// </remarks>
public static class LawFormatter
{
    /// <summary>The column after which lists, and lines with a joining word or a comma, are wrapped.</summary>
    public const int Width = 110;

    /// <summary>The text in canonical layout.</summary>
    /// <exception cref="ArgumentException">The text has errors: its layout could change its meaning. Ask the parser first.</exception>
    public static string Format(SyntaxTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        if (LawParser.Parse(tree.Source).Diagnostics.Any(d => d.Severity == Severity.Error))
        {
            throw new ArgumentException("the text has errors", nameof(tree));
        }

        return new Writer(tree, new LawLayout(tree)).Write();
    }

    private sealed class Writer(SyntaxTree tree, LawLayout layout)
    {
        private readonly StringBuilder _text = new();
        private readonly List<int> _segment = [];
        private int _natural;
        private int _indent;

        public string Write()
        {
            for (var i = 0; i < tree.Tokens.Length; i++)
            {
                var trivia = CommentTrivia.Read(tree.Tokens[i].LeadingTrivia, i == 0);
                var breaks = layout.IndentOf(i) is not null || trivia.HasComments;
                if (breaks || tree.Tokens[i].Kind == TokenKind.EndOfFile)
                {
                    EndSegment(trivia.Trailing);
                    Lead(i, trivia);
                    _natural = layout.IndentOf(i) ?? _natural;
                    _indent = layout.IndentOf(i) ?? _natural + (layout.IsListed(i) ? 0 : 4);
                }

                if (tree.Tokens[i].Kind != TokenKind.EndOfFile)
                {
                    _segment.Add(i);
                }
            }

            return _text.ToString();
        }

        /// <summary>Empty lines and comments on lines of their own before a token.</summary>
        private void Lead(int token, CommentTrivia trivia)
        {
            var end = tree.Tokens[token].Kind == TokenKind.EndOfFile;
            var outer = end || layout.IsDeclaration(token);
            var wanted = layout.NeedsEmptyLine(token) && !trivia.HasEmptyLine;
            foreach (var comment in trivia.Own)
            {
                // An indented comment before a declaration still belongs to the declaration above it.
                var indent = outer ? comment.Indented ? 2 : 0 : layout.CommentIndentOf(token) ?? _natural + 4;
                if (comment.EmptyLineBefore || (wanted && !comment.Indented))
                {
                    wanted &= comment.Indented;
                    EmptyLine();
                }

                _text.Append(' ', indent).Append(comment.Text).Append('\n');
            }

            if (!end && (wanted || (trivia.EmptyLineAtEnd && layout.IndentOf(token) is not null && !layout.IsListed(token))))
            {
                EmptyLine();
            }
        }

        private void EmptyLine()
        {
            if (_text.Length > 0 && !(_text.Length > 1 && _text[^1] == '\n' && _text[^2] == '\n'))
            {
                _text.Append('\n');
            }
        }

        private void EndSegment(string? trailing)
        {
            if (_segment.Count > 0)
            {
                if (layout.RowText(_segment[0]) is { } row)
                {
                    _text.Append(' ', _indent).Append(row);
                }
                else
                {
                    Wrap();
                }

                if (trailing is not null)
                {
                    _text.Append("  ").Append(trailing);
                }

                _text.Append('\n');
                _segment.Clear();
            }
        }

        private void Wrap()
        {
            var (start, indent) = (0, _indent);
            while (true)
            {
                var end = LineEnd(start, indent);
                _text.Append(' ', indent);
                for (var i = start; i < end; i++)
                {
                    _text.Append(i > start && layout.SpaceBefore(_segment[i]) ? " " : "").Append(tree.Tokens[_segment[i]].Text);
                }

                if (end == _segment.Count)
                {
                    return;
                }

                _text.Append('\n');
                start = end;
                indent = layout.IsListed(_segment[start]) ? _indent : _natural + 4;
            }
        }

        /// <summary>Where the line that begins at a place of the segment has to end.</summary>
        private int LineEnd(int start, int indent)
        {
            var (width, candidate) = (indent, -1);
            for (var i = start; i < _segment.Count; i++)
            {
                if (i > start && layout.MayBreakBefore(_segment[i]))
                {
                    if (width > Width)
                    {
                        return i;
                    }

                    candidate = i;
                }

                width += tree.Tokens[_segment[i]].Text.Length + (i > start && layout.SpaceBefore(_segment[i]) ? 1 : 0);
                if (width > Width && candidate > 0)
                {
                    return candidate;
                }
            }

            return _segment.Count;
        }
    }
}
