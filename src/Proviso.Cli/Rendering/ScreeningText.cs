using System.Globalization;
using Proviso.Screening;
using Proviso.Screening.Lists;
using Proviso.Screening.Matching;
using Spectre.Console;

namespace Proviso.Cli.Rendering;

/// <summary>A screening result as an officer reads it: what was found, why, where the entry stands, what to do.</summary>
internal sealed class ScreeningText(IAnsiConsole console, bool portal = false)
{
    /// <summary>Prints the result for one party, with what was searched.</summary>
    public void Write(ScreeningResult result, ScreeningIndex index, int threshold)
    {
        var party = result.Party;
        Line($"[bold]{Esc(party.Name)}[/]{(party.Country is { } c ? $"  {c.Code}" : "")}");
        console.WriteLine();
        var open = result.Hits.Count(h => !h.IsCleared);
        Line(result.Verdict switch
        {
            ScreeningVerdict.Hit => string.Create(CultureInfo.InvariantCulture, $"  [red bold]POSSIBLE MATCH[/]: {open} entr{(open == 1 ? "y" : "ies")} to look at"),
            ScreeningVerdict.Hold => "  [yellow bold]NOT CLEAR[/]: no entry is like it, and yet it cannot read as clear",
            _ => $"  [green bold]CLEAR[/]{(result.Hits.IsEmpty ? "" : ": each entry like it was cleared")}",
        });
        foreach (var hold in result.Holds)
        {
            Line($"  [yellow]hold[/]  {Esc(hold)}");
        }

        for (var i = 0; i < result.Hits.Length; i++)
        {
            Hit(result.Hits[i], i + 1);
        }

        if (result.MoreHits > 0)
        {
            console.WriteLine();
            Line(string.Create(CultureInfo.InvariantCulture, $"  and {result.MoreHits} more; a country, an address or a number would tell them apart"));
        }

        if (open > 0)
        {
            console.WriteLine();
            Line("  What to do: compare name, country, address and numbers with the entry. If it is the same party, or you cannot tell, stop and");
            Line("  escalate. If it is another, say so with [bold]proviso party clear[/], giving list and entry as above, who, why and until when.");
        }

        console.WriteLine();
        Searched(index, threshold);
        Line("[grey]Proviso informs a decision and is not legal advice.[/]");
    }

    /// <summary>Prints one hit with its pieces.</summary>
    public void Hit(ScreeningHit hit, int number)
    {
        var entry = hit.Entry;
        console.WriteLine();
        var state = hit.Clearance switch
        {
            null => "",
            { Holds: true } s => $"  [green]cleared by {Esc(s.Clearance.Who)} until {s.Clearance.Until:yyyy-MM-dd}: {Esc(s.Clearance.Why)}[/]",
            { } s => $"  [yellow]was cleared by {Esc(s.Clearance.Who)}; reopened: {Esc(s.Reopened!)}[/]",
        };
        Line(string.Create(CultureInfo.InvariantCulture, $"  {number}. [bold]{hit.Points}[/] of 1000  [bold]{Esc(hit.Name.Text)}[/]  {string.Join(' ', entry.Countries.Select(c => c.Code))}{state}"));
        foreach (var piece in hit.Pieces)
        {
            var words = piece.How == Likeness.Evidence ? "" : piece.How == Likeness.None ? "" : ScreeningJson.Word(piece.How);
            var pair = piece.Asked.Length > 0 && piece.Listed.Length > 0 ? $"{piece.Asked} ~ {piece.Listed}" : piece.Asked.Length > 0 ? piece.Asked : piece.Listed;
            var remark = string.Join("; ", new[] { words, piece.Remark ?? "" }.Where(t => t.Length > 0));
            Line(string.Create(CultureInfo.InvariantCulture, $"       {piece.Points,5:+0;-0;0}  {Esc(pair)}  [grey]{Esc(remark)}[/]"));
        }

        Line(string.Create(CultureInfo.InvariantCulture, $"       {hit.Points,5}  sum"));
        if (portal)
        {
            Line(string.Create(CultureInfo.InvariantCulture, $"     about {PortalScore.Of(hit.Asked, hit.Name.Text)} of 100 in OFAC's public search, by our imitation of it; it decides nothing here"));
        }

        var known = KnownLists.Find(entry.List);
        Line($"     {Esc(known is null ? entry.List : $"{known.Title}, {known.Agency}")}: {Esc(entry.List)} entry {Esc(entry.Id)}");
        if (hit.Name.Kind != ListedNameKind.Main)
        {
            Line($"     {ScreeningJson.Word(hit.Name.Kind)} of {Esc(entry.MainName)}");
        }

        foreach (var address in entry.Addresses.Take(3))
        {
            Line($"     {Esc(address)}");
        }

        if (entry.ListedFrom is not null || entry.Publication is not null)
        {
            var from = entry.ListedFrom is { } first ? string.Create(CultureInfo.InvariantCulture, $" from {first:yyyy-MM-dd}") : "";
            var until = entry.ListedUntil is { } last ? string.Create(CultureInfo.InvariantCulture, $" until {last:yyyy-MM-dd}") : "";
            Line($"     listed{from}{until}{(entry.Publication is { } p ? $"  {Esc(p)}" : "")}");
        }

        if (entry.Notes is { } notes)
        {
            Line($"     {Esc(notes)}");
        }

        if (KnownLists.OpenFootnoteOf(entry) is { } question)
        {
            Line($"     [red]{Esc(question)}[/]");
        }

        if (entry.Link is { } link)
        {
            Line($"     {Esc(link)}");
        }
    }

    /// <summary>Prints what was searched.</summary>
    public void Searched(ScreeningIndex index, int threshold)
    {
        foreach (var state in index.Lists.States.Where(s => s.Readiness != ListReadiness.Absent))
        {
            var looked = state.Checked is { } at ? string.Create(CultureInfo.InvariantCulture, $", looked at {at.ToUniversalTime():yyyy-MM-dd}") : "";
            var snapshot = state.Snapshot is { } s ? $", snapshot {s[..12]}" : "";
            Line(string.Create(CultureInfo.InvariantCulture, $"[grey]list {Esc(state.Id)}: {ScreeningJson.Word(state.Readiness)}, {state.Entries} entries{looked}{snapshot}[/]"));
        }

        Line(string.Create(CultureInfo.InvariantCulture, $"[grey]matching {index.Algorithm}, hits from {threshold} of 1000[/]"));
    }

    private static string Esc(string text) => Markup.Escape(Shown.Text(text));

    // Long lines are for the terminal to wrap: a pipe gets them whole.
    private void Line(string markup) => console.Write(new Markup(markup + "\n") { Overflow = Overflow.Fold });
}
