using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Proviso.Rules.Binding;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Syntax;
using Proviso.Rules.Text;

namespace Proviso.Rules;

/// <summary>The result of loading law files: the rule set, or null when there are errors, and everything found.</summary>
public sealed record LoadedLaw(RuleSet? RuleSet, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<SyntaxTree> Trees);

/// <summary>A set of law files, bound and ready to be cut at any date. The face of this project.</summary>
/// <remarks>Immutable; safe to share between threads. Slices are built when first asked for and kept.</remarks>
public sealed partial class RuleSet
{
    private readonly ConcurrentDictionary<SliceKey, CorpusSlice> _slices = new();
    private readonly ImmutableArray<DateOnly> _effectiveDates;
    private readonly ImmutableArray<DateOnly> _publicationDates;
    private readonly LawReaders _readers;

    private RuleSet(BoundLaw law, string hash, ImmutableArray<string> incomplete, LawReaders readers, string? asker)
    {
        Incomplete = incomplete;
        _readers = readers;
        Asker = asker;
        Law = law;
        Hash = hash;
        _effectiveDates = [.. EffectiveDatesOf(law)];
        _publicationDates = [.. PublicationDatesOf(law)];
    }

    private readonly record struct SliceKey(string Corpus, int Effective, int Known, LawView View, string? Scenario, string? Group, GroupReading Reading, string Moment);

    /// <summary>The bound law.</summary>
    public BoundLaw Law { get; }

    /// <summary>
    /// Why this is not all the law it should be, in words; empty where nobody found anything missing. Law that is missing reads like law that does not
    /// exist, so whoever answers from an incomplete set leaves everything open.
    /// </summary>
    public ImmutableArray<string> Incomplete { get; }

    /// <summary>The same law, known to be incomplete.</summary>
    public RuleSet Lacking(IEnumerable<string> reasons) => new(Law, Hash, [.. Incomplete, .. reasons], _readers, Asker);

    /// <summary>For whom it was loaded, as <see cref="AskerName"/> compares names; null for law that everybody may read.</summary>
    public string? Asker { get; }

    /// <summary>The vocabulary.</summary>
    public FactSchema Schema => Law.Schema;

    /// <summary>SHA-256 over the names and texts of all files in ordinal order of names, in lower-case hex.</summary>
    public string Hash { get; }

    /// <summary>Days on which something in the law changes, scenarios included, in order.</summary>
    public ImmutableArray<DateOnly> EffectiveDates => _effectiveDates;

    /// <summary>Days on which something was published, in order.</summary>
    public ImmutableArray<DateOnly> PublicationDates => _publicationDates;

    /// <summary>Parses and binds the law files that everybody may read; nothing is thrown for what the files say.</summary>
    public static LoadedLaw Load(IEnumerable<SourceText> files) => Load(files, null);

    /// <summary>Parses and binds the law files that somebody may read: those for everybody, and corpora whose `readers` name them.</summary>
    /// <param name="files">All files.</param>
    /// <param name="asker">Who asks; null for nobody in particular.</param>
    public static LoadedLaw Load(IEnumerable<SourceText> files, string? asker)
    {
        ArgumentNullException.ThrowIfNull(files);
        return Load(LawReaders.Of(files), asker);
    }

    /// <summary>The same files as somebody else may read them.</summary>
    public LoadedLaw For(string? asker)
    {
        var loaded = Load(_readers, asker);
        return Incomplete.IsEmpty || loaded.RuleSet is not { } rules ? loaded : loaded with { RuleSet = rules.Lacking(Incomplete) };
    }

    /// <summary>Whether somebody sees the files that this law was loaded from, and no others.</summary>
    public bool IsFor(string? asker) => _readers.SeeAlike(Asker, asker);

    /// <summary>The files of a folder that somebody may read.</summary>
    public static IReadOnlyList<SourceText> Visible(IEnumerable<SourceText> files, string? asker)
    {
        ArgumentNullException.ThrowIfNull(files);
        return [.. LawReaders.Of(files).VisibleTo(asker).Select(f => f.Source)];
    }

    private static LoadedLaw Load(LawReaders readers, string? asker)
    {
        var files = readers.VisibleTo(asker);
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        if (readers.Fault is { } fault)
        {
            diagnostics.Add(fault);
        }

        diagnostics.AddRange(files.SelectMany(f => f.Parsed.Diagnostics));
        diagnostics.AddRange(files.SelectMany(f => f.Mixed));
        var trees = files.Select(f => f.Parsed.Tree).ToImmutableArray();
        var (law, found) = Binder.Bind(trees);
        diagnostics.AddRange(found);
        var failed = law is null || diagnostics.Any(d => d.Severity == Severity.Error);
        return new LoadedLaw(failed ? null : new RuleSet(law!, HashOf([.. files.Select(f => f.Source)]), [], readers, AskerName.Of(asker)), diagnostics.ToImmutable(), trees);
    }

    /// <summary>The corpus of that name, or null.</summary>
    public CorpusDefinition? FindCorpus(string name) => Law.Corpora.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.Ordinal));

    /// <summary>The scenario of that name, or null.</summary>
    public ScenarioDefinition? FindScenario(string name) => Law.Scenarios.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.Ordinal));

    /// <summary>The law of one corpus on a day.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="on">The day the law is asked for.</param>
    /// <param name="knownOn">The day up to which publications count; <see cref="DateOnly.MaxValue"/> for all.</param>
    /// <param name="view">As enforced or on the text.</param>
    /// <param name="scenario">A scenario of this rule set, or null.</param>
    /// <param name="trial">A group to take in another way, or null.</param>
    /// <exception cref="ArgumentException">No such scenario.</exception>
    public CorpusSlice Slice(CorpusDefinition corpus, DateOnly on, DateOnly knownOn, LawView view = LawView.AsEnforced, string? scenario = null, GroupTrial? trial = null) =>
        Slice(corpus, on, knownOn, view, scenario, trial, SliceMoment.WholeDay);

    private CorpusSlice Slice(CorpusDefinition corpus, DateOnly on, DateOnly knownOn, LawView view, string? scenario, GroupTrial? trial, SliceMoment moment)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        var overlay = scenario is null ? null : FindScenario(scenario) ?? throw new ArgumentException($"no scenario `{scenario}`", nameof(scenario));
        var key = new SliceKey(
            corpus.Name, Interval(_effectiveDates, on), Interval(_publicationDates, knownOn), view, scenario, trial?.Group.Name, trial?.Reading ?? default, MomentKey(corpus, on, moment));
        return _slices.GetOrAdd(key, _ => SliceBuilder.Build(Law, corpus, on, knownOn, view, overlay, trial, moment));
    }

    /// <summary>A number for the stretch of days and of publication days; equal numbers mean the same law.</summary>
    public (int Effective, int Known) StretchOf(DateOnly on, DateOnly knownOn) => (Interval(_effectiveDates, on), Interval(_publicationDates, knownOn));

    private static int Interval(ImmutableArray<DateOnly> dates, DateOnly day)
    {
        var index = dates.BinarySearch(day);
        return index >= 0 ? index + 1 : ~index;
    }

    private static SortedSet<DateOnly> EffectiveDatesOf(BoundLaw law)
    {
        var dates = new SortedSet<DateOnly>();
        foreach (var provision in law.Corpora.SelectMany(c => c.Provisions))
        {
            dates.Add(provision.InForce.From);
            AddIf(provision.End?.From);
            foreach (var standing in provision.Standings)
            {
                dates.Add(standing.When.From);
                AddIf(standing.When.Until);
            }

            foreach (var saving in provision.Savings)
            {
                dates.Add(saving.On);
                AddIf(saving.Before);

                // On the day it ends the wide reading is told; on the next it is not.
                AddIf(saving.Before is { } before && before < DateOnly.MaxValue ? before.AddDays(1) : null);
            }

            // A day with an hour is a stretch of its own.
            if (provision.Hour is not null && provision.InForce.From < DateOnly.MaxValue)
            {
                dates.Add(provision.InForce.From.AddDays(1));
            }

            if (provision.EndHour is not null && provision.End!.From < DateOnly.MaxValue)
            {
                dates.Add(provision.End.From.AddDays(1));
            }
        }

        foreach (var version in law.Groups.SelectMany(g => g.Versions))
        {
            dates.Add(version.When.From);
            AddIf(version.Table);
        }

        foreach (var step in law.Scenarios.SelectMany(s => s.Steps))
        {
            dates.Add(step.From);
            AddIf(step.Until);
        }

        return dates;

        void AddIf(DateOnly? date)
        {
            if (date is { } day)
            {
                dates.Add(day);
            }
        }
    }

    private static SortedSet<DateOnly> PublicationDatesOf(BoundLaw law) =>
    [
        .. law.Corpora.SelectMany(c => c.Provisions).SelectMany(p => p.Standings.Select(s => s.When.Published)
            .Append(p.InForce.Published).Concat(p.Savings.Select(s => s.Published)).Concat(p.Vacated is { } vacated ? [vacated.Published] : []).Concat(p.End is { } end ? [end.Published] : [])),
        .. law.Groups.SelectMany(g => g.Versions).Select(v => v.When.Published),
        .. law.Scenarios.SelectMany(s => s.Steps).Where(s => s.Verb == ScenarioVerb.Vacate).SelectMany(s => s.Until is { } until ? new[] { s.From, until } : [s.From]),
    ];

    private static string HashOf(ImmutableArray<SourceText> sources)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var source in sources)
        {
            // Lengths stand before the texts, so that no two different sets of files run together into one.
            var name = Encoding.UTF8.GetBytes(source.Path);
            var text = Encoding.UTF8.GetBytes(source.Content);
            hash.AppendData(BitConverter.GetBytes((long)name.Length));
            hash.AppendData(name);
            hash.AppendData(BitConverter.GetBytes((long)text.Length));
            hash.AppendData(text);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
