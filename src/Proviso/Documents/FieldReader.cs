using System.Globalization;
using Proviso.Quantities;
using Proviso.Rules.Diagnostics;

namespace Proviso.Documents;

/// <summary>Reads the fields of a map, gathers problems, and knows which fields nobody asked for.</summary>
public sealed class FieldReader
{
    private const int LongestText = 500;

    private readonly List<Problem> _problems;
    private readonly string _path;

    /// <summary>A reader of a map at a path; problems go to the list.</summary>
    public FieldReader(DataNode map, string path, List<Problem> problems, ClosedWords allowed)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(problems);
        ArgumentNullException.ThrowIfNull(allowed);
        Map = map;
        _path = path;
        _problems = problems;
        if (map.Kind != DataKind.Map)
        {
            Report("PRV0505", "", map, "fields are expected here", "write `name: value` pairs");
            return;
        }

        foreach (var (name, node) in map.Fields)
        {
            if (!allowed.Contains(name))
            {
                Report("PRV0506", name, node, $"unknown field `{name}`", NearestName.Suggest(name, allowed) ?? "known fields: " + string.Join(", ", allowed));
            }
        }
    }

    /// <summary>The map.</summary>
    public DataNode Map { get; }

    /// <summary>The path of a field.</summary>
    public string PathOf(string name) => _path.Length == 0 ? name : name.Length == 0 ? _path : $"{_path}.{name}";

    /// <summary>Reports a problem at a field.</summary>
    public void Report(string code, string name, DataNode? at, string message, string? help = null) =>
        _problems.Add(new Problem(code, PathOf(name), at?.Line ?? Map.Line, at?.Column ?? Map.Column, message, help));

    /// <summary>A node that is stated: present and not null.</summary>
    public DataNode? Stated(string name) => Map[name] is { Kind: not DataKind.Null } node ? node : null;

    /// <summary>A text, or null when not stated.</summary>
    public string? Text(string name, int longest = LongestText)
    {
        if (Stated(name) is not { } node)
        {
            return null;
        }

        if (node.Kind != DataKind.Scalar)
        {
            Report("PRV0505", name, node, "a single value is expected", $"write `{name}: value`");
            return null;
        }

        return Checked(name, node, longest);
    }

    private string? Checked(string name, DataNode node, int longest)
    {
        if (node.Text!.Length > longest)
        {
            Report("PRV0507", name, node, $"the text has {node.Text.Length} characters; at most {longest} are read", "shorten it");
            return null;
        }

        if (UnseenText.Steers(node.Text))
        {
            Report("PRV0507", name, node, "the text holds control characters", "remove them");
            return null;
        }

        return node.Text;
    }

    /// <summary>One of several words, or null when not stated; a word near one of them is suggested.</summary>
    public string? Word(string name, ClosedWords words)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (words.Contains(text))
        {
            return text;
        }

        Report("PRV0508", name, Map[name], $"`{text}` is not a value of `{name}`", NearestName.Suggest(text, words) ?? "one of: " + string.Join(", ", words));
        return null;
    }

    /// <summary>A number in millionths, or null when not stated.</summary>
    public long? Number(string name, long least, long greatest, bool whole = false)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (!NumberText.TryFigure(text, out var scaled, out var problem))
        {
            Report("PRV0509", name, Map[name], problem!, "digits with a point, such as 15832 or 608.5, and at most six decimals");
            return null;
        }

        if (whole && scaled % FixedPoint.One != 0)
        {
            Report("PRV0509", name, Map[name], $"`{text}` is not a whole number", "digits alone, such as 8000");
            return null;
        }

        if (scaled < least || scaled > greatest)
        {
            Report("PRV0509", name, Map[name], scaled < 0 ? $"`{text}` is negative" : scaled == 0 ? "it is zero" : $"`{text}` lies outside {FixedPoint.ToText(least)} to {FixedPoint.ToText(greatest)}",
                $"a number from {FixedPoint.ToText(least)} to {FixedPoint.ToText(greatest)}");
            return null;
        }

        return scaled;
    }

    /// <summary>yes or no (or true or false), or null when not stated.</summary>
    public bool? YesNo(string name)
    {
        switch (Text(name))
        {
            case null:
                return null;
            case "yes" or "true":
                return true;
            case "no" or "false":
                return false;
            case var other:
                Report("PRV0508", name, Map[name], $"`{other}` is neither yes nor no", "write yes or no");
                return null;
        }
    }

    /// <summary>A date, or null when not stated.</summary>
    public DateOnly? Date(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        var shaped = text.Length == 10 && text[4] == '-' && text[7] == '-';
        Report("PRV0510", name, Map[name], shaped ? $"there is no day {text}" : $"`{text}` is not a date", "write year-month-day, such as 2026-02-10");
        return null;
    }

    /// <summary>An instant with its offset from universal time, such as <c>2026-11-10T02:00:00+08:00</c>; null when not stated or wrong.</summary>
    public DateTimeOffset? Instant(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Instants.TryRead(text, out var instant))
        {
            return instant;
        }

        Report("PRV0510", name, Map[name], $"`{text}` is not an instant", Instants.Help);
        return null;
    }

    /// <summary>The items of a list; empty when not stated. A single value counts as a list of one only when it is a map.</summary>
    public IReadOnlyList<DataNode>? List(string name)
    {
        if (Map[name] is not { } node || node.Kind == DataKind.Null)
        {
            return null;
        }

        if (node.Kind == DataKind.List)
        {
            return node.Items;
        }

        Report("PRV0505", name, node, "a list is expected", "write `[a, b]`, or one item a line after a dash");
        return null;
    }

    /// <summary>A list of texts; null when not stated.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        if (List(name) is not { } items)
        {
            return null;
        }

        var found = new List<string>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]");
            if (items[i].Kind != DataKind.Scalar)
            {
                Report("PRV0505", at, items[i], "a single value is expected", "write a text here");
            }
            else if (Checked(at, items[i], LongestText) is { } text)
            {
                found.Add(text);
            }
        }

        return found;
    }

    /// <summary>A list of words out of a closed set; null when not stated.</summary>
    public IReadOnlyList<string>? Words(string name, ClosedWords words)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (List(name) is not { } items)
        {
            return null;
        }

        var found = new List<string>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is { Kind: DataKind.Scalar, Text: { } text } && words.Contains(text))
            {
                found.Add(text);
            }
            else
            {
                var written = items[i].Text ?? "";
                Report("PRV0508", string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]"), items[i], $"`{written}` is not a value of `{name}`", NearestName.Suggest(written, words) ?? "one of: " + string.Join(", ", words));
            }
        }

        return found;
    }
}
