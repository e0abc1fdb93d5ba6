using System.Collections.Immutable;

namespace Proviso.Rules.Text;

/// <summary>The text of one law file, with its name and line starts.</summary>
/// <remarks>Positions are UTF-16 offsets from zero. Immutable and safe to share between threads.</remarks>
public sealed class SourceText
{
    private readonly ImmutableArray<int> _lineStarts;

    /// <summary>Wraps a text under the name it is reported by.</summary>
    public SourceText(string path, string content)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(content);
        Path = path;
        Content = content;
        var starts = ImmutableArray.CreateBuilder<int>();
        starts.Add(0);
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '\n')
            {
                starts.Add(i + 1);
            }
        }

        _lineStarts = starts.ToImmutable();
    }

    /// <summary>The name by which diagnostics speak of the file, relative to the law directory.</summary>
    public string Path { get; }

    /// <summary>The whole text.</summary>
    public string Content { get; }

    /// <summary>Number of lines, at least one.</summary>
    public int LineCount => _lineStarts.Length;

    /// <summary>Line and column, both from 1, of an offset; offsets past the end give the end.</summary>
    public LinePosition PositionAt(int offset)
    {
        offset = Math.Clamp(offset, 0, Content.Length);
        var index = _lineStarts.BinarySearch(offset);
        var line = index >= 0 ? index : ~index - 1;
        return new LinePosition(line + 1, offset - _lineStarts[line] + 1);
    }

    /// <summary>The text of a line (from 1) without its line break.</summary>
    public string Line(int line)
    {
        var start = _lineStarts[line - 1];
        var end = line < _lineStarts.Length ? _lineStarts[line] - 1 : Content.Length;
        return Content[start..end].TrimEnd('\r');
    }
}

/// <summary>A place in a text: line and column, both from 1, columns in UTF-16 units.</summary>
public readonly record struct LinePosition(int Line, int Column);

/// <summary>A stretch of text: start offset and length, in UTF-16 units.</summary>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>The offset just past the stretch.</summary>
    public int End => Start + Length;

    /// <summary>The stretch from the start of one to the end of another.</summary>
    public static TextSpan Between(TextSpan first, TextSpan last) =>
        new(first.Start, Math.Max(0, last.End - first.Start));
}
