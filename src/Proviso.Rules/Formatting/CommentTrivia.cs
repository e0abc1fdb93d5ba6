using System.Collections.Immutable;

namespace Proviso.Rules.Formatting;

/// <summary>A comment on a line of its own.</summary>
internal readonly record struct OwnComment(string Text, bool EmptyLineBefore, bool Indented);

/// <summary>What the trivia before a token holds: the comment behind the token before it, comments on their own lines, and empty lines.</summary>
internal sealed record CommentTrivia(string? Trailing, ImmutableArray<OwnComment> Own, bool EmptyLineAtEnd)
{
    private static readonly CommentTrivia None = new(null, [], false);

    public bool HasComments => Trailing is not null || Own.Length > 0;

    public bool HasEmptyLine => EmptyLineAtEnd || Own.Any(c => c.EmptyLineBefore);

    public static CommentTrivia Read(string trivia, bool startOfFile)
    {
        if (!trivia.AsSpan().ContainsAny('\n', '#'))
        {
            return None;
        }

        var lines = trivia.Split('\n');
        string? trailing = null;
        var own = ImmutableArray.CreateBuilder<OwnComment>();
        var empty = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var text = lines[i].Trim(' ');
            if (text.Length == 0)
            {
                // What stands before the first line break belongs to the line of the token before, what follows the last to this token's.
                empty |= (i > 0 || startOfFile) && i < lines.Length - 1;
            }
            else if (i == 0 && !startOfFile)
            {
                trailing = text;
            }
            else
            {
                own.Add(new OwnComment(text, empty, lines[i][0] == ' '));
                empty = false;
            }
        }

        return new CommentTrivia(trailing, own.ToImmutable(), empty);
    }
}
