using Proviso.Determinations;
using Proviso.Rules;
using Proviso.Rules.Binding;

namespace Proviso.Cli.Rendering;

/// <summary>How well the law that an answer rests on is known.</summary>
internal sealed partial class DeterminationText
{
    private const int MostNamed = 4;

    /// <summary>On the first screen: what the answer rests on that was read in no official text.</summary>
    private void Grounds(Determination d)
    {
        var grounds = d.Authorities.SelectMany(a => a.Grounds).Select(p => p.Version).Distinct().ToList();
        Level(Verification.Unverified, "rests on law that is NOT VERIFIED");
        Level(Verification.Secondary, "rests on secondary sources");
        foreach (var group in d.Authorities.SelectMany(a => a.Groups).DistinctBy(g => (g.Group.Name, g.Kind)))
        {
            Line($"  [yellow]{Esc(Told(group))}[/]");
        }

        void Level(Verification level, string words)
        {
            var named = grounds.Where(v => v.Verification == level).Select(v => v.Name).Distinct(StringComparer.Ordinal).ToList();
            if (named.Count > 0)
            {
                var more = named.Count > MostNamed ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" and {named.Count - MostNamed} more") : "";
                Line($"  [yellow]{Esc($"{words}: {string.Join(", ", named.Take(MostNamed))}{more}")}[/]");
            }
        }
    }

    private void Groups(AuthorityAnswer answer)
    {
        foreach (var group in answer.Groups)
        {
            var remark = group.Remark is null || group.Kind == GroupRelianceKind.Unknown ? "" : $"; {group.Remark}";
            Line($"  [grey]{Esc($"{group.Group.Title}, list in effect from {Day(group.Version.When.From)} by {group.Version.When.By}: {Told(group)}{remark}")}[/]");
        }
    }

    private static string Told(GroupReliance group)
    {
        var who = group.Members.IsEmpty ? group.Group.Title : $"{string.Join(", ", group.Members.Take(MostNamed))} in {group.Group.Title}";
        return group.Kind switch
        {
            GroupRelianceKind.Unknown => $"not known: {who}; {group.Remark} would settle it",
            GroupRelianceKind.Unverified => $"hangs on {who}, for that day {(group.Verification == Verification.Unverified ? "NOT VERIFIED" : "by a secondary source")}",
            GroupRelianceKind.AheadOfTable => $"{who}: in effect from {Day(group.Version.When.From)}; the printed table followed on {(group.Version.Table is { } table ? Day(table) : "another day")}",
        };
    }
}
