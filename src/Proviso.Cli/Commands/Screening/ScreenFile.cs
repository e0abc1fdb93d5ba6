using System.Globalization;
using System.Text;
using System.Text.Json;
using Proviso.Screening;
using Spectre.Console;

namespace Proviso.Cli.Commands.Screening;

/// <summary>Screens every party of a CSV file and writes a line for each.</summary>
internal sealed class ScreenFile(string path, string? output, string? statePath, DateOnly on, int threshold, bool json)
{
    private int _clear;
    private int _hits;
    private int _holds;
    private int _refused;

    /// <summary>Runs it; the exit code.</summary>
    public int Run(OpenLists lists)
    {
        var screener = lists.Screener();
        var kept = new List<KeptParty>();
        using (var results = ResultWriter.Open(output, json))
        {
            Progress.Over(path, "screening", tick =>
            {
                foreach (var line in PartyFile.Read(path, tick))
                {
                    if (line.Party is not { } party)
                    {
                        _refused++;
                        results.Refused(line);
                        continue;
                    }

                    var result = screener.Screen(party, on, threshold);
                    Count(result.Verdict);
                    results.Write(result, line.Line);
                    if (statePath is not null)
                    {
                        kept.Add(KeptParty.Of(result));
                    }
                }
            });
            results.Finish(screener.Index, threshold);
        }

        if (statePath is not null)
        {
            ScreeningState.Of(lists, screener.Index.Algorithm, threshold, on, kept).Save(statePath);
        }

        foreach (var hold in screener.ListHolds)
        {
            Console.Error.WriteLine($"hold: {hold}");
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_clear + _hits + _holds} screened ({_clear} clear, {_hits} with hits, {_holds} on hold), {_refused} refused"));
        return _refused > 0 ? ExitCodes.BadInput : _hits + _holds > 0 ? ExitCodes.Hold : ExitCodes.Clear;
    }

    private void Count(ScreeningVerdict verdict)
    {
        switch (verdict)
        {
            case ScreeningVerdict.Clear:
                _clear++;
                break;
            case ScreeningVerdict.Hit:
                _hits++;
                break;
            default:
                _holds++;
                break;
        }
    }
}

/// <summary>Shows on a terminal how far a file is read.</summary>
internal static class Progress
{
    /// <summary>Runs the work with a bar, if standard error is a terminal.</summary>
    public static void Over(string path, string what, Action<Action<long>?> work)
    {
        var length = File.Exists(path) ? new FileInfo(path).Length : 0;
        if (Console.IsErrorRedirected || length == 0 || !Terminal.Error().Profile.Capabilities.Interactive)
        {
            work(null);
            return;
        }

        Terminal.Error().Progress().AutoClear(true).Start(context =>
        {
            var task = context.AddTask(what, maxValue: length);
            work(at => task.Value = at);
        });
    }
}

/// <summary>Writes results as CSV lines, or as one JSON line a party.</summary>
internal sealed class ResultWriter : IDisposable
{
    private static readonly string[] Columns = ["line", "id", "name", "verdict", "score", "list", "entry", "entry_name", "cleared", "hits", "reason"];

    private readonly string? _path;
    private readonly string _aside;
    private readonly Stream _stream;
    private readonly CsvOut? _csv;
    private readonly StreamWriter _text;
    private bool _finished;

    private ResultWriter(string? path, bool json)
    {
        _path = path;
        _aside = path + ".new";
        _stream = path is null ? Output.Open() : new FileStream(_aside, FileMode.Create, FileAccess.Write, FileShare.None);
        _text = new StreamWriter(_stream, new UTF8Encoding(false), 1 << 16);
        if (!json)
        {
            _csv = new CsvOut(_text);
            _csv.Row(Columns);
        }
    }

    public static ResultWriter Open(string? path, bool json) => new(path, json);

    public void Write(ScreeningResult result, int line, string? what = null)
    {
        var best = result.Hits.FirstOrDefault(h => !h.IsCleared) ?? result.Hits.FirstOrDefault();
        if (_csv is null)
        {
            Json(w =>
            {
                w.WriteNumber("line"u8, line);
                w.WriteString("change"u8, what);
                ScreeningJson.WriteBody(w, result);
            });
            return;
        }

        Fields(line.ToString(CultureInfo.InvariantCulture), result.Party.Id, result.Party.Name, ScreeningJson.Word(result.Verdict), best?.Points.ToString(CultureInfo.InvariantCulture), best?.Entry.List, best?.Entry.Id, best?.Entry.MainName,
            best is null ? "" : best.IsCleared ? "yes" : "no", (result.Hits.Length + result.MoreHits).ToString(CultureInfo.InvariantCulture), string.Join("; ", (what is null ? [] : new[] { what }).Concat(result.Holds)));
    }

    public void Refused(PartyLine line)
    {
        if (_csv is null)
        {
            Json(w =>
            {
                w.WriteNumber("line"u8, line.Line);
                w.WriteString("id"u8, line.Id);
                w.WriteString("name"u8, line.Name);
                w.WriteString("verdict"u8, "refused");
                w.WriteString("reason"u8, line.Problem);
            });
            return;
        }

        Fields(line.Line.ToString(CultureInfo.InvariantCulture), line.Id, line.Name, "refused", null, null, null, null, null, null, line.Problem);
    }

    /// <summary>Ends it: only now the file appears under its name.</summary>
    public void Finish(ScreeningIndex index, int threshold)
    {
        if (_csv is null)
        {
            Json(w =>
            {
                w.WriteNumber("formatVersion"u8, ScreeningJson.FormatVersion);
                ScreeningJson.WriteSearched(w, index, threshold);
            });
        }

        _finished = true;
    }

    public void Dispose()
    {
        // What was not finished is not printed, as far as it has not left yet: a file that is refused has no answer.
        if (_finished)
        {
            _csv?.Flush();
            _text.Flush();
            _csv?.Dispose();
            _text.Dispose();
        }

        _stream.Dispose();
        if (_path is not null && _finished)
        {
            File.Move(_aside, _path, overwrite: true);
        }
        else if (_path is not null)
        {
            File.Delete(_aside);
        }
    }

    private void Fields(params ReadOnlySpan<string?> fields) => _csv!.Row(fields);

    private void Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, JsonOut.Options(indented: false)))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        _text.Write(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
        _text.Write('\n');
    }
}
