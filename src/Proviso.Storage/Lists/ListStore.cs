using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Proviso.Documents;
using Proviso.Screening;
using Proviso.Screening.Clearances;
using Proviso.Screening.Lists;
using Proviso.Screening.Matching;
using Proviso.Storage.Files;

namespace Proviso.Storage.Lists;

/// <summary>Lists in a folder: publications as they came, by their hash, and one manifest that says which are searched.</summary>
/// <remarks>
/// A publication is written aside, read whole and judged before the manifest names it; the manifest is replaced in one step. Publications are never
/// changed or removed, so an answer of the past can be derived again. One process writes at a time; readers need no lock.
/// </remarks>
public sealed class ListStore
{
    private const string SnapshotsName = "snapshots";
    private const string ManifestName = "manifest.json";
    private const string LockName = "lock";
    private const string AsidePrefix = "incoming-";
    private const string HistoryName = "history.jsonl";
    private const string ClearancesName = "clearances.jsonl";

    private readonly string _folder;

    private ListStore(string folder, ListManifest manifest)
    {
        _folder = folder;
        Manifest = manifest;
    }

    /// <summary>What it held when it was opened or last written by this process.</summary>
    public ListManifest Manifest { get; private set; }

    /// <summary>The folder.</summary>
    public string Folder => _folder;

    /// <summary>Whether a folder holds a store.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, ManifestName));

    /// <summary>The most bytes of a publication: the largest known has some 125 MB.</summary>
    public const long MostBytes = 600L * 1024 * 1024;

    // Manifest, history, clearances, weights: a clearance has some 500 bytes.
    private const long MostOwnBytes = 1L << 30;

    /// <summary>Opens a store; one that is not there yet opens empty and is made by the first write.</summary>
    /// <exception cref="ListStoreException">The manifest cannot be read: nothing may be answered from such a store.</exception>
    public static ListStore Open(string folder)
    {
        var path = Path.Combine(folder, ManifestName);
        if (!File.Exists(path))
        {
            // A store whose manifest was lost must not look like one that never was.
            return File.Exists(Path.Combine(folder, HistoryName)) && Holds(folder)
                ? throw new ListStoreException($"{path} is missing although {HistoryName} is there", "restore it from a backup, or move the folder away and import the lists again")
                : new ListStore(folder, new ListManifest());
        }

        try
        {
            using var stream = BoundedFile.Open(path, MostOwnBytes, "manifest");
            var manifest = JsonSerializer.Deserialize(stream, ManifestJson.Default.ListManifest);
            return manifest is { FormatVersion: 1 }
                ? new ListStore(folder, manifest)
                : throw new ListStoreException($"{path} has a format this version does not know", "use the version of Proviso that wrote it, or a newer one");
        }
        catch (Exception e) when (e is JsonException or InputBoundException)
        {
            throw new ListStoreException($"{path} cannot be read: {e.Message}", "restore it from a backup, or move the folder away and import the lists again");
        }
    }

    // Lines of history alone, of attempts that brought nothing, are no store that lost something.
    private static bool Holds(string folder) =>
        (Directory.Exists(Path.Combine(folder, SnapshotsName)) && Directory.EnumerateFiles(Path.Combine(folder, SnapshotsName)).Any())
        || Directory.EnumerateFiles(folder, "rarity-*").Any() || File.Exists(Path.Combine(folder, ClearancesName));

    /// <summary>The lists as they stand.</summary>
    /// <param name="now">The time.</param>
    /// <param name="required">Lists that have to be there.</param>
    public ListSet Load(DateTimeOffset now, ImmutableArray<string> required)
    {
        var states = new List<ListState>();
        var parties = ImmutableArray.CreateBuilder<ListedParty>();
        var contents = new Dictionary<string, (ListContent? Content, string? Problem)>(StringComparer.Ordinal);
        var lists = Manifest.Sources.Values.SelectMany(s => s.Lists.Keys).Concat(Manifest.Sources.Where(s => s.Value.Snapshot is null).Select(s => s.Value.ListId ?? s.Key));
        foreach (var id in lists.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (name, state) = Carrier(id, now);
            var source = Manifest.Sources[name];
            if (source.Snapshot is null)
            {
                states.Add(state);
                continue;
            }

            if (!contents.TryGetValue(name, out var read))
            {
                contents[name] = read = Read(source);
            }

            if (read.Content is null)
            {
                states.Add(state with { Readiness = ListReadiness.Absent, Reason = read.Problem, Entries = 0 });
                continue;
            }

            states.Add(state);
            parties.AddRange(read.Content.Parties.Where(p => p.List == id));
        }

        foreach (var id in required.Where(r => states.TrueForAll(s => s.Id != r)))
        {
            states.Add(new ListState(id, ListReadiness.Absent, "not in the store", null, 0, null));
        }

        return new ListSet([.. states], parties.ToImmutable());
    }

    /// <summary>The state of every list, without reading the publications.</summary>
    public IReadOnlyList<(string Source, ListState State)> States(DateTimeOffset now) =>
        [.. Manifest.Sources.SelectMany(s => s.Value.Snapshot is null
            ? [(s.Key, StateOf(s.Value.ListId ?? s.Key, s.Value, now))]
            : s.Value.Lists.Keys.Select(id => (s.Key, StateOf(id, s.Value, now))))];

    /// <summary>The words' weights that scores of this store are made with; null until a list was accepted.</summary>
    /// <exception cref="ListStoreException">The table is missing or changed.</exception>
    public WordRarity? Rarity()
    {
        if (Manifest.Rarity is not { } id)
        {
            return null;
        }

        var path = RarityPath(id);
        try
        {
            using var text = BoundedFile.OpenText(path, MostOwnBytes, "table of words");
            var rarity = WordRarity.Read(text);
            return rarity.Id == id ? rarity : throw new ListStoreException($"{path} was changed", "run `proviso lists reweigh`; clearances are then looked at again");
        }
        catch (Exception e) when (e is FormatException or FileNotFoundException)
        {
            throw new ListStoreException($"{path} cannot be read: {e.Message}", "run `proviso lists reweigh`; clearances are then looked at again");
        }
    }

    /// <summary>Counts words anew in the lists as they stand; every clearance is then reopened, because every score may have moved.</summary>
    public string Reweigh(DateTimeOffset now)
    {
        using var held = Lock();
        Refresh();
        var rarity = WordsOf(Load(now, []));
        Save(Manifest with { Rarity = rarity });
        Append(HistoryName, JsonSerializer.Serialize(new ListHistoryLine(now, "-", "reweighed", null, null, rarity), LineJson.Default.ListHistoryLine));
        return rarity;
    }

    /// <summary>Takes a publication in.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="offer">What it is offered as.</param>
    /// <param name="now">The time.</param>
    /// <returns>What became of it. An import that is refused and brings nothing to a list that was there leaves the folder as it was.</returns>
    /// <exception cref="ListStoreException">It was offered with a day that cannot be, or the folder cannot be written; the lists are as they were.</exception>
    public ListOutcome Offer(Stream content, ListOffer offer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(offer);
        CheckDay(offer.Published, now);
        var made = new Footprint(_folder, SnapshotFolder, Path.Combine(_folder, LockName));
        var before = Manifest;
        var isHeld = false;
        try
        {
            Directory.CreateDirectory(SnapshotFolder);
            ListOutcome outcome;
            using (Lock())
            {
                isHeld = true;
                Refresh();
                before = Manifest;
                Sweep();
                var aside = Path.Combine(_folder, $"{AsidePrefix}{Guid.NewGuid():n}");
                try
                {
                    var hash = Write(content, aside);
                    outcome = Judge(aside, hash, offer, now);
                }
                finally
                {
                    File.Delete(aside);
                }
            }

            if (ReferenceEquals(before, Manifest))
            {
                made.Undo();
            }

            return outcome;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ListStoreException)
        {
            // What another process holds is its own.
            if (isHeld)
            {
                made.Undo();
            }

            throw e is ListStoreException ? e : Unwritable(e);
        }
    }

    // Today by the calendar of the clock; the day of a publication that lies ahead is a mistake, and would keep a list fresh for as long.
    private static void CheckDay(DateOnly? published, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (published is { } day && day > today)
        {
            throw new ListStoreException(
                string.Create(CultureInfo.InvariantCulture, $"the publication cannot be of {day:yyyy-MM-dd}: today is {today:yyyy-MM-dd} (UTC)"), "give the day that its publisher put on it: `--published YYYY-MM-DD`");
        }
    }

    private ListStoreException Unwritable(Exception e) => new($"{_folder} cannot be written: {e.Message}; the lists are as they were", "make room on the disk, or correct the rights of the folder, and run the same command again");

    // What a writer that was killed left aside. Nobody else writes: the lock is held.
    private void Sweep()
    {
        foreach (var left in Directory.EnumerateFiles(_folder, AsidePrefix + "*"))
        {
            File.Delete(left);
        }
    }

    /// <summary>Notes that the publisher says nothing changed.</summary>
    public void Unchanged(string source, DateTimeOffset now)
    {
        using var held = Lock();
        Refresh();
        var known = Manifest.Sources[source];
        Save(With(source, known with { Checked = now, LastFailure = null }));
        History(now, source, "unchanged", known.Snapshot, known.Lists.Values.Sum(), null);
    }

    /// <summary>Notes that nothing came, or nothing whole. What is there stays; its age decides when it is stale.</summary>
    public ListOutcome Failed(string source, ListOffer offer, string reason, DateTimeOffset now)
    {
        Directory.CreateDirectory(SnapshotFolder);
        using var held = Lock();
        Refresh();
        var known = Manifest.Sources.GetValueOrDefault(source) ?? NewSource(offer);
        Save(With(source, known with { LastFailure = Stamp(now) + ": " + reason }));
        History(now, source, "failed", null, null, reason);
        return new ListOutcome(source, ListOutcomeKind.Failed, null, 0, reason, []);
    }

    /// <summary>Every attempt, oldest first.</summary>
    public IReadOnlyList<ListHistoryLine> History() => Lines(HistoryName, LineJson.Default.ListHistoryLine);

    /// <summary>The entries of an earlier publication.</summary>
    /// <param name="snapshot">Its hash, or enough of its beginning.</param>
    /// <param name="listId">The name of its list where it does not say it.</param>
    public ListContent ReadSnapshot(string snapshot, string? listId)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var found = Directory.Exists(SnapshotFolder) && snapshot.Length >= 6 && snapshot.All(char.IsAsciiHexDigitLower)
            ? Directory.GetFiles(SnapshotFolder, snapshot + "*") : [];
        if (found.Length != 1)
        {
            throw new ListStoreException($"`{snapshot}` names {(found.Length == 0 ? "no" : "more than one")} snapshot of this store", "give at least six digits of a hash that `proviso lists status` shows");
        }

        var name = Path.GetFileName(found[0]);
        var held = Manifest.Sources.Values.FirstOrDefault(h => h.Snapshot == name);
        var (content, problem) = Read(name, listId ?? held?.ListId, held?.Columns);
        return content ?? throw new ListStoreException(problem!, "restore the snapshot from a backup");
    }

    /// <summary>All clearances.</summary>
    public ClearanceBook Clearances() => new(Lines(ClearancesName, LineJson.Default.Clearance));

    /// <summary>Adds a clearance.</summary>
    public void Clear(Clearance clearance)
    {
        Directory.CreateDirectory(_folder);
        using var held = Lock();
        Append(ClearancesName, JsonSerializer.Serialize(clearance, LineJson.Default.Clearance));
    }

    private string SnapshotFolder => Path.Combine(_folder, SnapshotsName);

    private string RarityPath(string id) => Path.Combine(_folder, $"rarity-{id}.tsv");

    private static string Stamp(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private void Refresh() => Manifest = Open(_folder).Manifest;

    private ListManifest With(string name, HeldSource source) =>
        Manifest with { Sources = new SortedDictionary<string, HeldSource>(Manifest.Sources, StringComparer.Ordinal) { [name] = source } };

    private static HeldSource NewSource(ListOffer offer) =>
        new() { Origin = offer.Origin, Fetched = offer.Fetched, ListId = offer.ListId, MaxAgeHours = (offer.MaxAge ?? KnownLists.OwnMaxAge).TotalHours, MadeUp = offer.MadeUp };

    /// <summary>Of several publications that carry a list, one that is ready, and of those the one with fewest other lists.</summary>
    private (string Name, ListState State) Carrier(string id, DateTimeOffset now) =>
        Manifest.Sources.Where(s => s.Value.Lists.ContainsKey(id) || (s.Value.Snapshot is null && (s.Value.ListId ?? s.Key) == id))
            .Select(s => (s.Key, State: StateOf(id, s.Value, now), s.Value.Lists.Count))
            .OrderBy(s => s.State.Readiness).ThenBy(s => s.Count).ThenBy(s => s.Key, StringComparer.Ordinal)
            .Select(s => (s.Key, s.State)).First();

    private static ListState StateOf(string id, HeldSource source, DateTimeOffset now)
    {
        var state = new ListState(id, ListReadiness.Ready, null, source.Snapshot, source.Lists.GetValueOrDefault(id), source.Checked);
        if (source.Snapshot is null)
        {
            return state with { Readiness = ListReadiness.Absent, Reason = source.Refused ?? source.LastFailure ?? "nothing was ever accepted" };
        }

        if (source.MadeUp)
        {
            return state with { Readiness = ListReadiness.MadeUp, Reason = "its parties are made up, for examples: it says nothing of real ones" };
        }

        if (source.Refused is not null)
        {
            return state with { Readiness = ListReadiness.Doubtful, Reason = source.Refused };
        }

        if (source.Missing.Count > 0)
        {
            return state with { Readiness = ListReadiness.Incomplete, Reason = $"it is not whole, {string.Join(" and ", source.Missing)} {(source.Missing.Count == 1 ? "is" : "are")} missing: import the whole publication, OFAC's CSV files together in one ZIP" };
        }

        if (source is { Fetched: false, Published: null })
        {
            var named = source.ListId is null ? "" : $" --as {source.ListId}";
            return state with
            {
                Readiness = ListReadiness.Stale,
                Reason = $"nobody said of which day the publication is: import it again with its day (`proviso lists import {source.Origin}{named} --published YYYY-MM-DD`)",
            };
        }

        var age = now - (source.Checked ?? DateTimeOffset.MinValue);
        var limit = TimeSpan.FromHours(source.MaxAgeHours);
        if (age > limit)
        {
            var failure = source.LastFailure is null ? "" : $"; the last attempt failed, {source.LastFailure}";
            return state with { Readiness = ListReadiness.Stale, Reason = $"last looked at {Words(age)} ago, its limit is {Words(limit)}{failure}" };
        }

        // A clock that runs behind its own records cannot tell what is fresh.
        return age < -TimeSpan.FromMinutes(10)
            ? state with { Readiness = ListReadiness.Stale, Reason = "it was looked at in the future by this clock" }
            : state;
    }

    private static string Words(TimeSpan span)
    {
        var (count, unit) = span.TotalDays >= 2 ? ((int)span.TotalDays, "day") : span.TotalHours >= 2 ? ((int)span.TotalHours, "hour") : ((int)span.TotalMinutes, "minute");
        return string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
    }

    private (ListContent? Content, string? Problem) Read(HeldSource source) => Read(source.Snapshot!, source.ListId, source.Columns);

    private (ListContent? Content, string? Problem) Read(string snapshot, string? listId, SortedDictionary<string, string>? columns)
    {
        var path = Path.Combine(SnapshotFolder, snapshot);
        try
        {
            using (var bytes = BoundedFile.Open(path, MostBytes, "snapshot"))
            {
                // What a decision rests on is what was judged, to the byte.
                if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != snapshot)
                {
                    return (null, $"snapshot {snapshot[..12]} was changed after it was accepted");
                }
            }

            using var stream = BoundedFile.Open(path, MostBytes, "snapshot");
            return (ListReader.Read(stream, new ListReadOptions { List = listId, Columns = columns is null ? ListReadOptions.NoColumns : ListReadOptions.NoColumns.AddRange(columns) }), null);
        }
        catch (DocumentException e)
        {
            return (null, $"snapshot {snapshot[..12]} cannot be read any more: {e.Problem.Message}");
        }
        catch (IOException e)
        {
            return (null, $"snapshot {snapshot[..12]} cannot be opened: {e.Message}");
        }
    }

    private ListOutcome Judge(string aside, string hash, ListOffer offer, DateTimeOffset now)
    {
        ListContent content;
        try
        {
            // An empty one is judged like any other that is none: what was there before must not go on reading as ready.
            using var stream = BoundedFile.IsReadable(aside) ? BoundedFile.Open(aside, MostBytes, "publication of a list") : new MemoryStream();
            content = ListReader.Read(stream, new ListReadOptions { List = offer.ListId, FileName = offer.Origin, Columns = offer.Columns });
        }
        catch (DocumentException e)
        {
            var unreadable = $"it cannot be read as a list: {e.Problem}{(e.Problem.Help is { } help ? "; " + help : "")}";

            // A wrong file picked by hand says nothing of any list.
            return offer.Source is null
                ? new ListOutcome(offer.Origin, ListOutcomeKind.Refused, hash, 0, unreadable, []) { Recorded = false }
                : Refuse(offer, Manifest.Sources.GetValueOrDefault(offer.Source) ?? NewSource(offer), hash, null, unreadable, now);
        }

        offer = offer with { Source = offer.Source ?? SourceOf(content), MaxAge = offer.MaxAge ?? MaxAgeOf(content) };
        var known = Manifest.Sources.GetValueOrDefault(offer.Source) ?? NewSource(offer);
        if (offer.Published is { } said && content.Published is { } printed && said != printed)
        {
            throw new ListStoreException(
                string.Create(CultureInfo.InvariantCulture, $"the file says that it was published on {printed:yyyy-MM-dd}, and `--published` says {said:yyyy-MM-dd}"), "leave `--published` out, or take the file of that day");
        }

        var counts = content.Parties.GroupBy(p => p.List, StringComparer.Ordinal).ToImmutableSortedDictionary(g => g.Key, ListCounts.Of, StringComparer.Ordinal);
        string? confirmed = null;
        if (ListPlausibility.Against(Manifest, offer, known, content, counts, now) is { } reason)
        {
            if (offer.Confirmed is null || counts.Count == 0)
            {
                return Refuse(offer, known, hash, content, reason, now);
            }

            confirmed = $"{offer.Confirmed}: {reason}";
        }

        return Accept(aside, hash, offer, content, counts, known, confirmed, now);
    }

    private ListOutcome Accept(string aside, string hash, ListOffer offer, ListContent content, ImmutableSortedDictionary<string, ListCounts> counts, HeldSource known, string? confirmed, DateTimeOffset now)
    {
        // The day of a publication that somebody imports is the day its publisher put on it: a copy of last year is not fresh for being copied today.
        var published = content.Published ?? offer.Published;
        var looked = offer.Fetched ? now : published is { } day ? new DateTimeOffset(day.ToDateTime(TimeOnly.MaxValue), TimeSpan.Zero) : (DateTimeOffset?)null;
        var source = new HeldSource
        {
            Origin = offer.Origin,
            Fetched = offer.Fetched,
            ListId = offer.ListId,
            Snapshot = hash,
            Format = content.Format,
            Published = published,
            Accepted = now,
            Checked = looked < now ? looked : looked is null ? null : now,
            MaxAgeHours = (offer.MaxAge ?? KnownLists.OwnMaxAge).TotalHours,
            Lists = new SortedDictionary<string, int>(counts.ToDictionary(c => c.Key, c => c.Value.Entries), StringComparer.Ordinal),
            Counts = new SortedDictionary<string, ListCounts>(counts, StringComparer.Ordinal),
            Missing = content.Missing,
            PassedOver = [.. content.PassedOver.Select(p => p.ToString())],
            Columns = offer.Columns.IsEmpty ? null : new SortedDictionary<string, string>(offer.Columns, StringComparer.OrdinalIgnoreCase),
            Confirmed = confirmed,
            ETag = offer.ETag,
            LastModified = offer.LastModified,
            MadeUp = offer.MadeUp,
            License = content.License,
            Remarks = content.Remarks,
        };

        // Everything that can fail comes before the manifest, which names it in one step.
        var target = Path.Combine(SnapshotFolder, hash);
        var isNew = !File.Exists(target);
        if (isNew)
        {
            File.Move(aside, target);
        }

        try
        {
            var next = With(offer.Source!, source);
            Save(next with { Rarity = Weighed(next, now) });
        }
        catch (Exception e) when (isNew && e is IOException or UnauthorizedAccessException or ListStoreException)
        {
            File.Delete(target);
            throw;
        }

        var same = known.Snapshot == hash;
        if (confirmed is not null)
        {
            History(now, offer.Source!, "confirmed", hash, content.Parties.Length, confirmed);
        }

        History(now, offer.Source!, same ? "unchanged" : "accepted", hash, content.Parties.Length, null);
        var state = StateOf(counts.Keys.First(), source, now);
        return new ListOutcome(offer.Source!, same ? ListOutcomeKind.Unchanged : ListOutcomeKind.Accepted, hash, content.Parties.Length, null, content.Remarks)
        {
            Counts = counts,
            PassedOver = content.PassedOver,
            NotReady = state.IsReady ? null : state.Reason,
        };
    }

    // A publication of one list takes its place whatever the file is called; one of many, that of its format.
    private static string SourceOf(ListContent content)
    {
        var lists = content.Parties.Select(p => p.List).Distinct(StringComparer.Ordinal).Take(2).ToList();
        return lists.Count == 1 ? lists[0] : content.Format.StartsWith("csl-", StringComparison.Ordinal) ? "csl" : content.Format;
    }

    private static TimeSpan MaxAgeOf(ListContent content) =>
        content.Parties.Select(p => p.List).Distinct(StringComparer.Ordinal).Select(l => KnownLists.Find(l)?.MaxAge ?? KnownLists.OwnMaxAge).DefaultIfEmpty(KnownLists.OwnMaxAge).Min();

    /// <summary>The table of words of a manifest: counted anew when nobody did, or when the lists have grown to twice what was counted, since weights from a handful of names are none.</summary>
    private string? Weighed(ListManifest next, DateTimeOffset now)
    {
        var entries = next.Sources.Values.Sum(s => s.Lists.Values.Sum());
        if (next.Rarity is not null && (Rarity() is not { } rarity || rarity.Entries * 2 >= entries))
        {
            return next.Rarity;
        }

        var before = Manifest;
        try
        {
            Manifest = next;
            return WordsOf(Load(now, []));
        }
        finally
        {
            Manifest = before;
        }
    }

    private ListOutcome Refuse(ListOffer offer, HeldSource known, string hash, ListContent? content, string reason, DateTimeOffset now)
    {
        var outcome = new ListOutcome(offer.Source!, ListOutcomeKind.Refused, hash, content?.Parties.Length ?? 0, reason, content?.Remarks ?? []) { PassedOver = content?.PassedOver ?? [] };

        // A file brought by hand that was never a list here leaves no trace; a newer publication that cannot be taken throws doubt on the one before.
        if (!offer.Fetched && known.Snapshot is null)
        {
            return outcome with { Recorded = false };
        }

        Save(With(offer.Source!, known with { Refused = $"the publication of {Stamp(now)} was not accepted: {reason}" }));
        History(now, offer.Source!, "refused", hash, outcome.Entries, reason);
        return outcome;
    }

    private string WordsOf(ListSet lists)
    {
        var rarity = ScreeningIndex.Build(lists).Names.Rarity;
        var path = RarityPath(rarity.Id);
        if (!File.Exists(path))
        {
            var aside = path + ".new";
            using (var text = new StreamWriter(aside, append: false, new UTF8Encoding(false)))
            {
                rarity.Write(text);
            }

            File.Move(aside, path, overwrite: true);
        }

        return rarity.Id;
    }

    private void Save(ListManifest manifest)
    {
        var aside = Path.Combine(_folder, ManifestName + ".new");
        using (var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, manifest, ManifestJson.Default.ListManifest);
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, Path.Combine(_folder, ManifestName), overwrite: true);
        Manifest = manifest;
    }

    private static string Write(Stream content, string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        var buffer = new byte[1 << 16];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
            file.Write(buffer, 0, read);
        }

        file.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void History(DateTimeOffset at, string source, string what, string? snapshot, int? entries, string? reason) =>
        Append(HistoryName, JsonSerializer.Serialize(new ListHistoryLine(at, source, what, snapshot, entries, reason), LineJson.Default.ListHistoryLine));

    private void Append(string name, string line)
    {
        using var stream = new FileStream(Path.Combine(_folder, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

        // A line that a crash cut off gets its end first, so that it spoils no other.
        stream.Seek(0, SeekOrigin.End);
        if (stream.Length > 0)
        {
            stream.Seek(-1, SeekOrigin.End);
            if (stream.ReadByte() != '\n')
            {
                stream.WriteByte((byte)'\n');
            }
        }

        stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
        stream.Flush(flushToDisk: true);
    }

    private List<T> Lines<T>(string name, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        var path = Path.Combine(_folder, name);
        var lines = new List<T>();
        if (!File.Exists(path))
        {
            return lines;
        }

        var number = 0;
        using var text = BoundedFile.IsReadable(path) ? new StreamReader(BoundedFile.Open(path, MostOwnBytes, "file of the list store"), Encoding.UTF8) : TextReader.Null;
        foreach (var line in BoundedFile.Lines(text, path, 1 << 20, 10_000_000))
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            try
            {
                lines.Add(JsonSerializer.Deserialize(line, type)!);
            }
            catch (JsonException)
            {
                // A clearance that cannot be read is none, and history is not what answers rest on; either way the safe side.
                continue;
            }
        }

        return lines;
    }

    private FileStream Lock()
    {
        Directory.CreateDirectory(_folder);
        try
        {
            return new FileStream(Path.Combine(_folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new ListStoreException($"another process is changing the lists in {_folder}", "wait until it is done");
        }
    }
}
