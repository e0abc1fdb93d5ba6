using System.Globalization;
using Proviso.Screening;
using Proviso.Screening.Lists;
using Proviso.Storage.Lists;

namespace Proviso.Cli.Commands.Screening;

/// <summary>Screens again what a change of the lists can have anything to do with.</summary>
internal sealed class RescreenFile(string path, string statePath, string? output, DateOnly on, bool json)
{
    /// <summary>Runs it; the exit code.</summary>
    public int Run(string? named)
    {
        var state = ScreeningState.Load(statePath);
        var lists = ListFolder.Open(named, DateTimeOffset.UtcNow);
        if (lists.Folder is null)
        {
            throw new CliException("without lists there is nothing to screen again", "fetch them with `proviso lists update`");
        }

        var screener = lists.Screener();
        var (touch, whole) = on < state.On ? (null, "the day lies before that of the last screening") : Touch(state, lists, screener.Index.Algorithm);
        if (whole is not null)
        {
            Console.Error.WriteLine($"every party is screened again: {whole}");
        }

        var known = new Dictionary<string, KeptParty>(StringComparer.Ordinal);
        foreach (var kept in state.Parties)
        {
            known[kept.Party] = kept;
        }

        var (now, screened, refused, news, held) = (new List<KeptParty>(), 0, 0, 0, 0);
        using (var results = ResultWriter.Open(output, json))
        {
            Progress.Over(path, "screening", tick =>
            {
                foreach (var line in PartyFile.Read(path, tick))
                {
                    if (line.Party is not { } party)
                    {
                        refused++;
                        results.Refused(line);
                        continue;
                    }

                    var before = known.GetValueOrDefault(party.Fingerprint);

                    // What was held, matched or cleared may stand otherwise today; what was clear without any match does not, if the change has nothing to do with it.
                    if (before is { Verdict: "clear", Open.Count: 0, Cleared: 0 } && touch is not null && !touch.Touches(party, state.Threshold))
                    {
                        var kept = before with { Verdict = screener.ListHolds.IsEmpty ? "clear" : "hold" };
                        held += screener.ListHolds.IsEmpty ? 0 : 1;
                        now.Add(kept);
                        continue;
                    }

                    screened++;
                    var result = screener.Screen(party, on, state.Threshold);
                    now.Add(KeptParty.Of(result));
                    held += result.Verdict == ScreeningVerdict.Hold ? 1 : 0;
                    if (Change(before, result) is { } what)
                    {
                        news++;
                        results.Write(result, line.Line, what);
                    }
                }
            });
            results.Finish(screener.Index, state.Threshold);
        }

        ScreeningState.Of(lists, screener.Index.Algorithm, state.Threshold, on, now).Save(statePath);
        foreach (var hold in screener.ListHolds)
        {
            Console.Error.WriteLine($"hold: {hold}");
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{now.Count} parties, {screened} screened again, {news} changed, {held} on hold, {refused} refused"));
        var open = now.Exists(k => k.Open.Count > 0);
        return refused > 0 ? ExitCodes.BadInput : open || held > 0 ? ExitCodes.Hold : ExitCodes.Clear;
    }

    /// <summary>What tells touched parties from others, or why every party has to be screened.</summary>
    private static (Rescreening? Touch, string? Whole) Touch(ScreeningState state, OpenLists lists, string algorithm)
    {
        if (state.Algorithm != algorithm)
        {
            return (null, $"matching changed from {state.Algorithm} to {algorithm}");
        }

        if (state.Sources.Count == 0)
        {
            return (null, "it is not known which publications were searched");
        }

        try
        {
            var store = ListStore.Open(lists.Folder!);
            var before = state.Sources.SelectMany(s => store.ReadSnapshot(s.Snapshot, s.ListId).Parties);
            var after = store.Manifest.Sources.Where(s => s.Value.Snapshot is not null).SelectMany(s => store.ReadSnapshot(s.Value.Snapshot!, s.Value.ListId).Parties);
            return (new Rescreening(ListDiff.Between(before, after)), null);
        }
        catch (ListStoreException e)
        {
            return (null, e.Message);
        }
    }

    private static string? Change(KeptParty? before, ScreeningResult result)
    {
        if (before is null)
        {
            return result.Verdict == ScreeningVerdict.Clear ? null : "new party";
        }

        var open = KeptParty.Of(result).Open;
        var added = open.Except(before.Open).ToList();
        if (added.Count > 0)
        {
            return before.Open.Any(b => added.Exists(a => a.List == b.List && a.Entry == b.Entry)) ? "an entry changed" : "new match";
        }

        return before.Open.Except(open).Any() ? "a match is gone" : before.Verdict != ScreeningJson.Word(result.Verdict) ? $"was {before.Verdict}" : null;
    }
}
