using System.Collections.Frozen;
using System.Globalization;
using Proviso.Documents;

namespace Proviso.Parties;

/// <summary>Names of companies that belong to a group which a report names; matched whole, not by likeness.</summary>
public sealed class GroupNames
{
    private static readonly ClosedWords Fields = new("group", "names");

    private readonly FrozenDictionary<string, string> _groups;

    // Dots, commas and double spaces fall away when a name is made plain; this leaves room for them.
    private readonly int _longest;

    private GroupNames(Dictionary<string, string> groups)
    {
        _groups = groups.ToFrozenDictionary(StringComparer.Ordinal);
        _longest = groups.Keys.Select(k => k.Length * 2).DefaultIfEmpty(0).Max() + 16;
    }

    /// <summary>No names.</summary>
    public static GroupNames Empty { get; } = new([]);

    /// <summary>The group of a name, or null.</summary>
    public string? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        // Most names belong to no group; their length alone says so before any is made plain.
        return name.Length > _longest ? null : _groups.GetValueOrDefault(Plain(name));
    }

    /// <summary>Reads <c>data/parties/groups.yaml</c>.</summary>
    /// <exception cref="DocumentException">The file cannot be read.</exception>
    public static GroupNames Read(TextReader yaml)
    {
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = new List<Problem>();
        foreach (var document in YamlDocument.ReadAll(yaml))
        {
            if (document.Kind != DataKind.List)
            {
                problems.Add(new Problem("PRV0505", "", document.Line, document.Column, "a list of groups is expected", "write one group after each dash"));
            }

            for (var i = 0; i < document.Items.Count; i++)
            {
                var fields = new FieldReader(document.Items[i], string.Create(CultureInfo.InvariantCulture, $"[{i}]"), problems, Fields);
                var group = fields.Text("group");
                foreach (var name in fields.Texts("names") ?? [])
                {
                    if (group is null)
                    {
                        fields.Report("PRV0512", "group", null, "the names belong to no group", "add `group: …`");
                        break;
                    }

                    groups[Plain(name)] = group;
                }
            }
        }

        return problems.Count > 0 ? throw new DocumentException(problems[0]) : new GroupNames(groups);
    }

    // Upper case without dots, commas and double spaces: "ByteDance Ltd." and "BYTEDANCE LTD" are one name. Likeness is the business of screening.
    private static string Plain(string name) =>
        string.Join(' ', name.ToUpperInvariant().Replace('.', ' ').Replace(',', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
