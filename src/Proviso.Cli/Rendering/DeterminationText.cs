using System.Globalization;
using Proviso.Determinations;
using Proviso.Determinations.Intake;
using Proviso.Determinations.Screened;
using Proviso.Parties.Ownership;
using Proviso.Quantities;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Explaining;
using Proviso.Screening;
using Spectre.Console;

namespace Proviso.Cli.Rendering;

/// <summary>An answer as people read it: what it is, who says so, on which figures, what to do next.</summary>
internal sealed partial class DeterminationText(IAnsiConsole console)
{
    /// <summary>Prints one answer.</summary>
    public void Write(Determination d, Transaction? transaction, bool why)
    {
        Incomplete(d);
        Headline(d, transaction);
        Authorities(d);
        Conflicts(d);
        ToDo(d);
        Holds(d);
        Papers(d);
        Screening(d, why);
        foreach (var answer in d.Authorities)
        {
            Authority(answer, d);
        }

        Missing(d);
        Changes(d);
        Notes(d);
        if (why)
        {
            foreach (var answer in d.Authorities)
            {
                console.WriteLine();
                Line($"[bold]Proof[/]  {Esc(answer.Corpus.Authority)}, {Esc(answer.Corpus.Title)}");
                foreach (var step in Proof.Of(answer.Decision))
                {
                    Step(step, 1);
                }
            }
        }

        console.WriteLine();
        Line($"[grey]receipt  law {d.Receipt.CorpusHash[..16]}  facts {d.Receipt.FactsHash[..16]}  outcome {d.Receipt.OutcomeHash[..16]}  {Esc(d.Receipt.EngineVersion)}[/]");
        Line("[grey]Proviso informs a decision and is not legal advice.[/]");
    }

    /// <summary>Prints a proof step and what is below it.</summary>
    public void Step(ProofStep step, int depth)
    {
        var mark = step.Value switch { Truth.Yes => "[green]yes[/]", Truth.No => "[grey]no [/]", Truth.Unknown => "[yellow]?  [/]" };
        var figures = step.Figures is null ? "" : $"  [cyan]{Esc(step.Figures)}[/]";
        var remark = step.Remark is null ? "" : $"  [grey]— {Esc(step.Remark)}[/]";
        Line($"{new string(' ', depth * 2)}{mark} {Esc(step.Text)}{figures}{remark}");
        foreach (var child in step.Children)
        {
            Step(child, depth + 1);
        }
    }

    private static string Esc(string text) => Markup.Escape(text);

    // Long lines are for the terminal to wrap: a pipe gets them whole.
    private void Line(string markup) => console.Write(new Markup(markup + "\n") { Overflow = Overflow.Fold });

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Words(Verdict verdict) => verdict.Word().Replace('-', ' ');

    private static string Color(Verdict verdict) => verdict switch
    {
        Verdict.NotSubject or Verdict.NoLicenseRequired => "green",
        Verdict.LicenseException => "green",
        Verdict.LicenseRequired or Verdict.OnPaper => "yellow",
        Verdict.Prohibited => "red",
        Verdict.Conflict => "red",
        Verdict.Undetermined or Verdict.NotEncoded => "magenta",
        Verdict.Error => "red",
    };

    /// <summary>Law that is missing stands first: whatever follows was said without it.</summary>
    private void Incomplete(Determination d)
    {
        if (d.Incomplete.Count == 0)
        {
            return;
        }

        Line("[red bold]The law is incomplete, so this settles nothing[/]");
        foreach (var reason in d.Incomplete.Take(MostReasons))
        {
            Line($"  {Esc(reason)}");
        }

        Line($"  {(d.Incomplete.Count > MostReasons ? string.Create(CultureInfo.InvariantCulture, $"and {d.Incomplete.Count - MostReasons} more; ") : "")}`proviso law manifest` tells all of it");
        console.WriteLine();
    }

    // A folder that lacks all law lacks it file by file.
    private const int MostReasons = 6;

    private void Headline(Determination d, Transaction? t)
    {
        var what = new List<string>();
        if (t is not null)
        {
            if (t.Quantity is { } q)
            {
                what.Add($"{FixedPoint.ToText(q)} ×");
            }

            what.Add(t.Product?.Name ?? t.ProductName ?? "item by figures");
            if (t.Origin is not null || t.Destination is not null)
            {
                what.Add($"· {t.Kind ?? "movement"} {t.Origin?.Code ?? "?"} → {t.Destination?.Code ?? "?"}");
            }

            if (t.Parties.FirstOrDefault(p => p.IsRecipient) is { } recipient)
            {
                what.Add($"· to {recipient.Name}");
            }
        }

        what.Add($"· on {Day(d.Question.On)}");
        Line($"[bold]{Esc(t?.Id ?? "transaction")}[/]  {Esc(string.Join(' ', what))}");
        var review = d.Review?.Word() is { } word ? $", review {word.Replace('-', ' ')}" : "";
        var open = d.Review is null && d.Outcome == Verdict.LicenseRequired && d.Possible.Count > 1 ? $", review not settled: {d.Possible[0]} to {d.Possible[^1]}" : "";
        var hold = d.Holds.Count > 0 ? "  [yellow bold]HOLD[/]" : "";
        console.WriteLine();
        Line($"  [{Color(d.Outcome)} bold]{Esc(Words(d.Outcome).ToUpperInvariant())}[/]{Esc(review)}{Esc(open)}{Esc(Caveats.Phrase(d))}{hold}");
        NotExamined(d);
        if (d.Outcome == Verdict.Undetermined)
        {
            var possible = d.PossibleWords.ToList();
            Line(d.Authorities.Count == 0 ? "  no law that is loaded knows these places; what would have to be asked is not known here"
                : $"  anything from {Esc(possible[0])} to {Esc(possible[^1])}; what is missing stands below");
        }

        if (d.Outcome == Verdict.OnPaper)
        {
            Line("  not clear: law that is not encoded here, and papers stand in for it; that two persons filed them is claimed, not shown");
        }

        if (d.Question.Asker is { } asker)
        {
            Line($"  asked by {Esc(Shown.Text(asker))}, as claimed");
        }

        if (d.Classifications.Count > 0)
        {
            Line($"  classified {Esc(string.Join(", ", d.Classifications))}");
        }

        Grounds(d);
        ChangeGrounds(d);
        if (d.Question.Scenario is { } scenario)
        {
            Line($"  in scenario {Esc(scenario)}: not the law as it stands");
        }

        if (d.Question.View == LawView.OnTheText)
        {
            Line("  on the text alone: provisions announced not to be enforced are counted");
        }
    }

    private void NotExamined(Determination d)
    {
        var points = Caveats.Of(d);
        if (points.Count > 0)
        {
            Line($"  not examined: {Esc(string.Join("; ", points.Select(n => $"{n.Provision.Name} {n.Provision.Title}")))}");
        }
    }

    /// <summary>Who was screened against what, and what came of it.</summary>
    private void Screening(Determination d, bool why)
    {
        if (d.Question.Screening is not { } report)
        {
            return;
        }

        console.WriteLine();
        Line("[bold]Screening[/]");
        var ready = report.Lists.Where(l => l.IsReady).ToList();
        var others = report.Lists.Where(l => !l.IsReady).GroupBy(l => l.Reason ?? "not ready", StringComparer.Ordinal)
            .Select(g => $"{string.Join(", ", g.Select(l => l.Id))}: {g.Key}").ToList();
        if (ready.Count > 0)
        {
            Line($"  lists ready: {Esc(string.Join(", ", ready.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Id} ({l.Entries} entries, snapshot {l.Snapshot![..12]})"))))}");
        }

        foreach (var other in others)
        {
            Line($"  [yellow]not ready[/]: {Esc(Shown.Text(other))}");
        }

        for (var i = 0; i < report.Parties.Length; i++)
        {
            var finding = report.Parties[i];
            var open = finding.Result.Hits.Where(h => !h.IsCleared).ToList();
            var cleared = finding.Result.Hits.Length - open.Count;
            var word = open.Count > 0 ? "[red bold]possible match[/]" : finding.Result.Verdict == ScreeningVerdict.Clear ? "[green]clear[/]" : "no entry like it, and not clear";
            var stated = finding.Party.Listings is { } l ? l.Count == 0 ? "; stated: on no list" : $"; stated: on {string.Join(", ", l)}" : "";
            Line($"  {Esc(Shown.Text(finding.Party.Name))} ({Esc(finding.Party.Role)}): {word}{(cleared > 0 ? string.Create(CultureInfo.InvariantCulture, $", {cleared} cleared") : "")}[grey]{Esc(stated)}[/]");
            foreach (var hit in open.Take(3))
            {
                var taken = finding.Taken.Contains(hit) ? "taken to be it" : "may be it";
                Line(string.Create(CultureInfo.InvariantCulture, $"     {hit.Points} of 1000  {Esc(Shown.Text(hit.Entry.MainName))}  [grey]{Esc(hit.Entry.List)} entry {Esc(hit.Entry.Id)}, {taken}[/]"));
                foreach (var piece in why ? hit.Pieces : [])
                {
                    Line(string.Create(CultureInfo.InvariantCulture, $"       {piece.Points,5:+0;-0;0}  {Esc(Shown.Text($"{piece.Asked} ~ {piece.Listed}"))}  [grey]{Esc(ScreeningJson.Word(piece.How))}{(piece.Remark is null ? "" : "; " + Esc(piece.Remark))}[/]"));
                }
            }

            Ownership(finding, why);
        }
    }

    private void Ownership(PartyFinding finding, bool why)
    {
        if (finding.Ownership is not { } ownership)
        {
            return;
        }

        var (color, word) = ownership.Verdict switch
        {
            OwnershipVerdict.AtLeastHalf => ("red", "half or more"),
            OwnershipVerdict.BelowHalf => ("green", "less than half"),
            _ => ("yellow", "it cannot be told whether half"),
        };
        var lists = ownership.Certain.Lists.Length > 0 ? $" on {string.Join(", ", ownership.Certain.Lists)}" : "";
        Line($"     listed owners{Esc(lists)}: {Esc(ownership.Share.ToString())} in the aggregate, [{color}]{word}[/]");
        foreach (var owner in ownership.Owners)
        {
            var taken = owner.IsTaken ? "is taken to be" : "may be";
            Line(string.Create(CultureInfo.InvariantCulture, $"       {Esc(Shown.Text(owner.Owner.Name))} {taken} {Esc(Shown.Text(owner.Hit.Entry.MainName))} ({Esc(owner.Hit.Entry.List)} entry {Esc(owner.Hit.Entry.Id)}, score {owner.Hit.Points})"));
        }

        if (ownership.Verdict == OwnershipVerdict.CannotDetermine && ownership.Possible.Question is { } question)
        {
            Line($"       ask: {Esc(Shown.Text(question))}");
        }

        foreach (var line in why ? OwnershipText.Steps(ownership.Certain) : [])
        {
            Line($"       [grey]{Esc(Shown.Text(line))}[/]");
        }
    }

    /// <summary>What is left to do, before the reasons: most readers stop here.</summary>
    private void ToDo(Determination d)
    {
        var todo = d.Authorities.Where(a => a.Outcome == Verdict.LicenseRequired)
            .Select(a => $"apply to {a.Corpus.Authority} for a license{(a.Review is { } review ? $" (review: {review.Word()!.Replace('-', ' ')})" : "")}").ToList();
        foreach (var answer in d.Authorities)
        {
            var pending = answer.Conditions.Where(c => c.Condition.IsGate && c.State == ConditionState.Pending).ToList();
            if (pending.Count > 0)
            {
                todo.Add($"{pending.Count} of the conditions of {answer.Corpus.Authority} pending: {string.Join(", ", pending.Select(c => c.Condition.Title))}");
            }
        }

        if (d.Question.Screening is { Holds: { IsEmpty: false } matches })
        {
            todo.Add(matches.Length == 1 ? "look at the match that screening found" : string.Create(CultureInfo.InvariantCulture, $"look at the {matches.Length} matches that screening found"));
        }

        todo.AddRange(d.Conflicts.Where(c => c.State == ConflictState.WayOpen).Select(c => $"get {ConditionText.Describe(c.Meeting.ThirdWay!)}: {c.Meeting.Forbidden.Provision.Version.Name} forbids to {c.Meeting.Required.Duty.Act} without it"));
        if (d.Missing.Count > 0)
        {
            todo.Add("state " + string.Join(", ", d.Missing.Select(m => m.Fact.Name)));
        }

        if (todo.Count > 0)
        {
            console.WriteLine();
            Line("[bold]To do[/]");
            todo.ForEach(t => Line("  " + Esc(t)));
        }
    }

    /// <summary>Duties on one act that do not go together, with both citations.</summary>
    private void Conflicts(Determination d)
    {
        if (d.Conflicts.Count == 0)
        {
            return;
        }

        console.WriteLine();
        Line("[bold]Required here, forbidden there[/]");
        foreach (var conflict in d.Conflicts)
        {
            var color = conflict.State switch { ConflictState.Certain => "red", ConflictState.Possible => "magenta", ConflictState.WayOpen => "yellow", ConflictState.WayInHand => "green" };
            Line($"  [{color}]{Esc(conflict.Text)}[/]");
            foreach (var duty in new[] { conflict.Meeting.Required, conflict.Meeting.Forbidden })
            {
                var version = duty.Provision.Version;
                var since = $"in force from {Day(version.InForce.From)} by {version.InForce.By}, {DeterminationJson.VerificationWord(version.Verification)}";
                Line($"    [grey]{(duty.Duty.Forbids ? "forbidden" : "required")} by {Esc(version.Name)} {Esc(version.Title)}: {Esc(string.Join("; ", version.Cites))}, {Esc(since)}[/]");
            }
        }
    }

    private void Authorities(Determination d)
    {
        console.WriteLine();
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        table.AddColumn("[grey]authority[/]");
        table.AddColumn("[grey]outcome[/]");
        table.AddColumn("[grey]review[/]");
        table.AddColumn("[grey]decided by[/]");
        foreach (var a in d.Authorities)
        {
            var by = a.Provisions.Where(p => a.Decision.Governs(p) == Truth.Yes && p.Version.Effect is OutcomeEffect e && e.Outcome.Rank == a.Decision.Packed.HighestRank).Select(p => p.Version.Name).ToList();
            if (by.Count == 0)
            {
                by = [.. a.Provisions.Select(p => p.Version.Name + (a.Decision.Governs(p) == Truth.Unknown ? " ?" : "")).Take(4)];
            }

            table.AddRow(Esc(a.Corpus.Authority + " "), $"[{Color(a.Outcome)}]{Esc(Words(a.Outcome) + (a.Exception is null ? "" : " " + a.Exception))}[/] ", Esc((a.Review?.Word() ?? "-") + " "), Esc(string.Join(", ", by)));
        }

        console.Write(table);
        if (d.NotAsked.Count > 0)
        {
            Line($"[grey]not concerned: {Esc(string.Join(", ", d.NotAsked.Select(c => c.Authority).Distinct(StringComparer.Ordinal)))}[/]");
        }
    }

    private void Holds(Determination d)
    {
        if (d.Holds.Count == 0)
        {
            return;
        }

        console.WriteLine();
        Line("[yellow bold]Nothing may move yet[/]");
        foreach (var hold in d.Holds)
        {
            Line($"  • {Esc(hold)}");
        }
    }

    private void Papers(Determination d)
    {
        if (d.Papers.Count == 0)
        {
            return;
        }

        console.WriteLine();
        Line("[bold]Papers[/]");
        foreach (var (paper, counts, reason) in d.Papers)
        {
            var place = paper.Place is null ? "" : ", " + paper.Place;
            var what = $"{paper.Kind} {paper.Reference} of {paper.Authority}{place}, until {Day(paper.ValidUntil)}, filed by {string.Join(" and ", paper.FiledBy)}";
            Line($"  {Esc(Shown.Text(what))}: {(counts ? "" : "[yellow]set aside[/]: ")}{Esc(Shown.Text(reason))}");
        }
    }

    private void Authority(AuthorityAnswer answer, Determination d)
    {
        console.WriteLine();
        Line($"[bold]{Esc(answer.Corpus.AuthorityTitle)}[/]  [grey]{Esc(answer.Corpus.Title)}[/]");
        foreach (var provision in answer.Provisions)
        {
            var version = provision.Version;
            var state = answer.Decision.Governs(provision) == Truth.Yes ? "" : " [magenta](not settled)[/]";
            Line($"  [bold]{Esc(version.Name)}[/] {Esc(version.Title)}{state}");
            var since = $"in force from {Day(version.InForce.From)} by {version.InForce.By}";
            var reports = version.Reports.Length == 0 ? "" : $"; reported by {string.Join(", ", version.Reports.Select(r => $"{r.Outlet} on {Day(r.On)}"))}";
            var verified = version.Verification switch
            {
                Verification.Code => "read in the code",
                Verification.Primary => "primary source",
                Verification.Secondary => "secondary source",
                Verification.Unverified => "NOT VERIFIED",
            };
            Line($"    [grey]{Esc($"{string.Join("; ", version.Cites)} · {since}{reports} · {verified}")}[/]");
            foreach (var figure in DeterminationJson.Figures(Proof.Of(answer.Decision, provision)))
            {
                Line($"      {Esc(figure)}");
            }

            foreach (var (taken, left) in version.Interpretations)
            {
                Line($"    [grey]read as: {Esc(taken)}{(left is null ? "" : ", not: " + Esc(left))}[/]");
            }
        }

        if (answer.OnTheText is { } text)
        {
            Line($"  [yellow]On the text alone: {Esc(text.ToString())}.[/] The answer above is as enforced:");
            foreach (var aside in answer.SetAside.Where(s => s.Standing == Standing.AnnouncedNotEnforced))
            {
                Line($"    {Esc(aside.Version.Name)}{(aside.Limbs.IsEmpty ? "" : Esc($" ({string.Join("), (", aside.Limbs)})"))} is announced not to be enforced since {Day(aside.Statement.From)} ({Esc(aside.Statement.By)})");
            }
        }

        foreach (var aside in answer.SetAside.Where(s => s.Standing == Standing.Suspended))
        {
            Line($"  [grey]suspended{(aside.Statement.Until is { } until ? $" until {Day(until)}" : "")}: {Esc(aside.Version.Name)} {Esc(aside.Version.Title)} ({Esc(aside.Statement.By)})[/]");
        }

        Groups(answer);
        foreach (var settles in answer.SettledBy)
        {
            Line($"  [magenta]not encoded[/]; what would settle it: {Esc(settles)}");
        }

        Changes(answer);
        if (answer.ExceptionsConsidered.Count > 0)
        {
            Line("  Exceptions considered");
            foreach (var considered in answer.ExceptionsConsidered)
            {
                var because = considered.Because.Count == 0 ? "" : " because: " + string.Join("; ", considered.Because.Take(3));
                Line($"    {Esc(considered.Provision.Version.Name)} {Esc(considered.Provision.Version.Title)}: {Esc(Proof.Standing(answer.Decision, considered.Provision))}{Esc(because)}");
            }
        }

        if (answer.Conditions.Count > 0)
        {
            Line("  Conditions");
            foreach (var c in answer.Conditions)
            {
                var mark = c.State switch { ConditionState.Met => "[green]met    [/]", ConditionState.Pending => "[yellow]pending[/]", ConditionState.DueLater => "[grey]later  [/]" };
                Line($"    {mark} {Esc(ConditionText.Describe(c.Condition))}");
                Line($"            [grey]{Esc(c.Condition.Name)}: {Esc(c.Reason)}[/]");
            }
        }

        foreach (var discretion in answer.Discretion)
        {
            Line($"  Only a human may weigh: {Esc(discretion)}");
        }
    }

    private void Missing(Determination d)
    {
        if (d.Missing.Count == 0)
        {
            return;
        }

        console.WriteLine();
        Line("[bold]Missing[/]");
        foreach (var missing in d.Missing)
        {
            Line($"  {Esc(missing.Fact.Name)}  {Esc(missing.Title)}");
            if (missing.Remark is { } remark)
            {
                Line($"    [yellow]{Esc(remark)}[/]");
            }

            foreach (var (value, outcome) in missing.WouldSettle.Take(6))
            {
                Line($"    [grey]{Esc(value)} → {Esc(outcome)}[/]");
            }
        }
    }

    private void Changes(Determination d)
    {
        if (d.NearestChange is not { } nearest)
        {
            return;
        }

        console.WriteLine();
        Line($"[bold]Nearest change[/]  {Change(nearest)}");
        foreach (var other in d.OtherChanges.Take(3))
        {
            Line($"                [grey]{Change(other)}[/]");
        }
    }

    private static string Change(ChangeOfOutcome c) => $"{Esc(c.Fact.Title)}: {Esc(c.From)} → {Esc(c.To)}: {Esc(c.Outcome)}";

    private void Notes(Determination d)
    {
        if (d.Question.Assumptions.Count > 0)
        {
            console.WriteLine();
            Line("[bold]Assumed, not stated[/]");
            foreach (var text in d.Question.Assumptions.Select(a => a.Text).Distinct(StringComparer.Ordinal))
            {
                Line($"  {Esc(text)}");
            }
        }

        if (d.Coverage.Count > 0)
        {
            console.WriteLine();
            Line("[bold]Touched, and not wholly modelled[/]");
            foreach (var note in d.Coverage)
            {
                Line($"  {Esc(note.Corpus.Authority)} {Esc(note.Provision.Name)}  [grey]{DeterminationJson.CoverageWord(note.Level)}: {Esc(note.Remark)}[/]");
            }
        }
    }
}
