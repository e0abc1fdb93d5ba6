namespace Proviso.Documents;

/// <summary>What a node of a document is.</summary>
public enum DataKind
{
    /// <summary>Nothing: an empty value or null.</summary>
    Null,

    /// <summary>A word, number or text.</summary>
    Scalar,

    /// <summary>A list.</summary>
    List,

    /// <summary>Fields with names.</summary>
    Map,
}

/// <summary>A node of a YAML or JSON document, with its place, so that an error can point at it.</summary>
public sealed class DataNode
{
    private static readonly List<DataNode> NoItems = [];
    private static readonly List<KeyValuePair<string, DataNode>> NoFields = [];

    /// <summary>A node.</summary>
    public DataNode(DataKind kind, string? text, int line, int column, bool quoted = false)
    {
        Kind = kind;
        Text = text;
        Line = line;
        Column = column;
        Quoted = quoted;
        Items = kind == DataKind.List ? [] : NoItems;
        Fields = kind == DataKind.Map ? [] : NoFields;
    }

    /// <summary>What it is.</summary>
    public DataKind Kind { get; }

    /// <summary>The text of a scalar, otherwise null.</summary>
    public string? Text { get; }

    /// <summary>Whether a scalar stood in quotes, so that it is text and not a number or word.</summary>
    public bool Quoted { get; }

    /// <summary>Whether several places of a stream stand behind this one node; its place is that of the first.</summary>
    public bool IsShared { get; init; }

    /// <summary>Line, from 1; 0 when the format does not tell.</summary>
    public int Line { get; }

    /// <summary>Column, from 1; 0 when the format does not tell.</summary>
    public int Column { get; }

    /// <summary>The items of a list, in order.</summary>
    public List<DataNode> Items { get; }

    /// <summary>The fields of a map, in order; names are unique.</summary>
    public List<KeyValuePair<string, DataNode>> Fields { get; }

    /// <summary>The field of that name, or null.</summary>
    public DataNode? this[string name]
    {
        get
        {
            // A handful of fields: a walk is faster than a table.
            foreach (var field in Fields)
            {
                if (string.Equals(field.Key, name, StringComparison.Ordinal))
                {
                    return field.Value;
                }
            }

            return null;
        }
    }
}

/// <summary>Something wrong in an input, with its place, the reason and the fix.</summary>
/// <param name="Code">The code under which <c>docs/reference/transaction.md</c> explains it.</param>
/// <param name="Path">The field, such as <c>parties[1].country</c>; empty for the whole document.</param>
/// <param name="Line">Line from 1, or 0 when unknown.</param>
/// <param name="Column">Column from 1, or 0 when unknown.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Help">What would fix it, or null.</param>
public sealed record Problem(string Code, string Path, int Line, int Column, string Message, string? Help = null)
{
    // A problem quotes what a stranger wrote: it may not steer a terminal, and it need not fill the screen.
    private const int LongestPath = 200;
    private const int LongestMessage = 500;

    /// <summary>The field, such as <c>parties[1].country</c>; empty for the whole document. Cut when long.</summary>
    public string Path { get; init; } = Visible(Path, LongestPath);

    /// <summary>What is wrong. Cut when long.</summary>
    public string Message { get; init; } = Visible(Message, LongestMessage);

    private static string Visible(string text, int longest) => UnseenText.Escape(text.Length > longest ? text[..longest] + "…" : text);

    /// <summary>One line: <c>12:5: PRV0503: parties[1].country: …</c></summary>
    public override string ToString() =>
        (Line > 0 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Line}:{Column}: ") : "") + Code + ": " + (Path.Length > 0 ? Path + ": " : "") + Message;
}

/// <summary>A document that could not be read at all.</summary>
#pragma warning disable CA1032 // One shape only.
public sealed class DocumentException : Exception
#pragma warning restore CA1032
{
    /// <summary>Carries the problem.</summary>
    public DocumentException(Problem problem)
        : base(problem?.ToString())
    {
        ArgumentNullException.ThrowIfNull(problem);
        Problem = problem;
    }

    /// <summary>What is wrong and where.</summary>
    public Problem Problem { get; }
}
