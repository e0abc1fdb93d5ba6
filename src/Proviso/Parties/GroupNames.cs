using System.Collections.Frozen;
using System.Globalization;
using Proviso.Documents;

namespace Proviso.Parties;

/// <summary>Names of companies that belong to a group which a report names; matched whole, not by likeness.</summary>
public sealed class GroupNames
{
    private readonly FrozenDictionary<string, string> _groups;

    private GroupNames(Dictionary<string, string> groups) => _groups = groups.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>No names.</summary>
    public static GroupNames Empty { get; } = new([]);

    /// <summary>The group of a name, or null.</summary>
    public string? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _groups.GetValueOrDefault(Plain(name));
    }

    /// <summary>Reads <c>data/parties/groups.yaml</c>.</summary>
    /// <exception cref="DocumentException">The file cannot be read.</exception>
    public static GroupNames Read(TextReader yaml)
    {
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = new List<Problem>();
        foreach (var document in YamlDocument.ReadAll(yaml))
        {
            for (var i = 0; i < document.Items.Count; i++)
            {
                var fields = new FieldReader(document.Items[i], string.Create(CultureInfo.InvariantCulture, $"[{i}]"), problems, ["group", "names"]);
                var group = fields.Text("group");
                foreach (var name in fields.List("names") ?? [])
                {
                    if (group is not null && name.Text is { } text)
                    {
                        groups[Plain(text)] = group;
                    }
                }
            }
        }

        return problems.Count > 0 ? throw new DocumentException(problems[0]) : new GroupNames(groups);
    }

    // Upper case without dots, commas and double spaces: "ByteDance Ltd." and "BYTEDANCE LTD" are one name. Likeness is the business of screening.
    private static string Plain(string name) =>
        string.Join(' ', name.ToUpperInvariant().Replace('.', ' ').Replace(',', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
