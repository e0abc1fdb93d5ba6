using System.Collections.Immutable;
using Proviso.Rules.Binding;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Evaluation;

namespace Proviso.Rules;

/// <summary>Finds, by cell enumeration, conclusions that can clash, matters with gaps and exceptions that are never reached.</summary>
public static class LawAnalysis
{
    /// <summary>Analyzes every slice of every corpus: each day something changes, both views, every scenario.</summary>
    /// <returns>Errors with a witness each: facts, one per line, under which it happens.</returns>
    public static ImmutableArray<Diagnostic> Check(RuleSet rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var bag = new DiagnosticBag();
        foreach (var corpus in rules.Law.Corpora)
        {
            new CorpusCheck(rules, corpus, bag).Run();
        }

        return [.. bag.Items];
    }

    /// <summary>Analyzes one slice only.</summary>
    public static ImmutableArray<Diagnostic> Check(RuleSet rules, CorpusSlice slice)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(slice);
        var bag = new DiagnosticBag();
        new CorpusCheck(rules, slice.Corpus, bag).Slice(slice, "");
        return [.. bag.Items];
    }

    private sealed class CorpusCheck(RuleSet rules, CorpusDefinition corpus, DiagnosticBag bag)
    {
        private readonly HashSet<(UInt128, UInt128, UInt128)> _pairs = [];
        private readonly HashSet<UInt128> _gaps = [];
        private readonly HashSet<(string, string)> _reported = [];
        private readonly Dictionary<string, bool> _reached = new(StringComparer.Ordinal);
        private readonly Dictionary<UInt128, bool> _reachTried = [];

        public void Run()
        {
            foreach (var scenario in rules.Law.Scenarios.Select(s => s.Name).Prepend(null))
            {
                foreach (var day in rules.EffectiveDates)
                {
                    foreach (var view in (ReadOnlySpan<LawView>)[LawView.AsEnforced, LawView.OnTheText])
                    {
                        var when = $"on {day:yyyy-MM-dd}{(view == LawView.OnTheText ? ", on the text" : "")}{(scenario is null ? "" : $", in scenario {scenario}")}";
                        Slice(rules.Slice(corpus, day, DateOnly.MaxValue, view, scenario), when);
                    }
                }
            }

            foreach (var (name, reached) in _reached.Where(r => !r.Value))
            {
                var version = corpus.Provisions.First(p => string.Equals(p.Name, name, StringComparison.Ordinal));
                bag.Error("PRV0211", version.NamePlace.Source, version.NamePlace.Span, $"exception `{name}` is never reached: no facts meet its conditions and those of what it overrides", "check its conditions against those of what it is an exception to");
            }
        }

        public void Slice(CorpusSlice slice, string when)
        {
            var search = new CellSearch(slice, CellSpace.Of(withAbsent: true, slice));
            foreach (var matter in slice.Matters)
            {
                Clashes(slice, matter, search, when);
                Gap(slice, matter, search, when);
            }

            foreach (var exception in slice.Provisions.Where(p => !p.IsRoot && !_reached.GetValueOrDefault(p.Version.Name)))
            {
                // Two exceptions may mean the same; what was found for one holds for the other.
                var meaning = slice.Program.Meanings[exception.Applies];
                if (!_reachTried.TryGetValue(meaning, out var reached))
                {
                    reached = search.Find((exception.Applies, Truth.Yes)) is not null || search.GaveUp || search.HangsOnProduct(exception.Applies);
                    _reachTried[meaning] = reached;
                }

                _reached[exception.Version.Name] = reached;
            }
        }

        private void Clashes(CorpusSlice slice, SliceMatter matter, CellSearch search, string when)
        {
            for (var i = 0; i < matter.Provisions.Length; i++)
            {
                for (var j = i + 1; j < matter.Provisions.Length; j++)
                {
                    var (a, b) = (matter.Provisions[i], matter.Provisions[j]);
                    if ((a.LowestRank == b.LowestRank && a.HighestRank == b.HighestRank)
                        || !_pairs.Add((Asked(slice), slice.Program.Meanings[a.Governs], slice.Program.Meanings[b.Governs]))
                        || Displaces(a, b) || Displaces(b, a) || Exclude(slice.Program, a.Governs, b.Governs)
                        || _reported.Contains((a.Version.Name, b.Version.Name)))
                    {
                        continue;
                    }

                    var witness = Find(slice, search, (a.Governs, Truth.Yes), (b.Governs, Truth.Yes));
                    if (witness is not null)
                    {
                        _reported.Add((a.Version.Name, b.Version.Name));
                        bag.Error("PRV0212", b.Version.NamePlace.Source, b.Version.NamePlace.Span,
                            $"`{a.Version.Name}` ({Said(a)}) and `{b.Version.Name}` ({Said(b)}) can both govern {matter.Definition.Name} {when}".TrimEnd() + $": {Witness(witness)}",
                            $"say which displaces the other with `exception to`, or narrow one of them",
                            new RelatedPlace(a.Version.NamePlace.Source, a.Version.NamePlace.Span, "the other conclusion"));
                    }
                    else if (Unsettled(slice, search, Truth.Yes, a, b))
                    {
                        bag.Warning("PRV0229", b.Version.NamePlace.Source, b.Version.NamePlace.Span,
                            $"whether `{a.Version.Name}` and `{b.Version.Name}` can clash {when}".TrimEnd() + " could not be settled in the steps allowed",
                            "make the conditions of both simpler, or rank them with `exception to`");
                    }
                }
            }
        }

        private void Gap(CorpusSlice slice, SliceMatter matter, CellSearch search, string when)
        {
            // Before the first provision of a matter there is no law to have a gap in.
            if (matter.Definition.Otherwise is not null || matter.Provisions.Length == 0 || _reported.Contains((matter.Definition.Name, "")))
            {
                return;
            }

            var meaning = new MeaningHash(1, 1);
            meaning.Add(Asked(slice));
            foreach (var provision in matter.Provisions)
            {
                meaning.Add(slice.Program.Meanings[provision.Governs]);
            }

            if (!_gaps.Add(meaning.Value))
            {
                return;
            }

            if (Find(slice, search, [.. matter.Provisions.Select(p => (p.Governs, Truth.No))]) is { } witness)
            {
                _reported.Add((matter.Definition.Name, ""));
                bag.Error("PRV0213", matter.Definition.Place.Source, matter.Definition.Place.Span,
                    $"nothing is concluded on `{matter.Definition.Name}` {when}".TrimEnd() + $": {Witness(witness)}",
                    "add `otherwise OUTCOME` to the matter, or a provision for these facts");
            }
            else if (Unsettled(slice, search, Truth.No, matter.Provisions))
            {
                bag.Warning("PRV0229", matter.Definition.Place.Source, matter.Definition.Place.Span,
                    $"whether something is always concluded on `{matter.Definition.Name}` {when}".TrimEnd() + " could not be settled",
                    "make the conditions simpler, or add `otherwise OUTCOME` to the matter");
            }
        }

        /// <summary>Whether finding nothing proves nothing: the search gave up, or a product of facts, whose cells are not enumerated, has a say.</summary>
        private static bool Unsettled(CorpusSlice slice, CellSearch search, Truth governs, params SliceProvision[] provisions)
        {
            if (search.GaveUp)
            {
                return true;
            }

            if (!(slice.Asked >= 0 && search.HangsOnProduct(slice.Asked)) && !Array.Exists(provisions, p => search.HangsOnProduct(p.Governs)))
            {
                return false;
            }

            var wanted = provisions.Select(p => (p.Governs, governs));
            return !search.Excludes(slice.Asked < 0 ? [.. wanted] : [(slice.Asked, Truth.Yes), .. wanted]);
        }

        private static UInt128 Asked(CorpusSlice slice) => slice.Asked < 0 ? 0 : slice.Program.Meanings[slice.Asked];

        /// <summary>Facts under which the nodes have these values and the corpus is asked at all.</summary>
        private static FactFrame? Find(CorpusSlice slice, CellSearch search, params (int Node, Truth Wanted)[] wanted) =>
            search.Find(slice.Asked < 0 ? wanted : [(slice.Asked, Truth.Yes), .. wanted]);

        /// <summary>
        /// Whether one cannot apply without displacing the other, by the meaning of "exception" itself: it is an exception to it, or to others only
        /// that all are. An exception that can also apply by way of another target can govern beside the one it does not reach.
        /// </summary>
        private static bool Displaces(SliceProvision exception, SliceProvision target) =>
            exception.Targets.Contains(target) || (exception.Targets.Count > 0 && exception.Targets.TrueForAll(t => Displaces(t, target)));

        /// <summary>Whether one asks for what the other asks not to be: found by looking, before any search.</summary>
        private static bool Exclude(LawProgram program, int a, int b)
        {
            HashSet<int> Needs(int node, HashSet<int> needs)
            {
                if (needs.Add(node) && program.Nodes[node].Operation == Operation.And)
                {
                    foreach (var child in program.ChildrenOf(program.Nodes[node]))
                    {
                        Needs(child, needs);
                    }
                }

                return needs;
            }

            var (first, second) = (Needs(a, []), Needs(b, []));
            bool Denies(HashSet<int> needs, HashSet<int> others) =>
                needs.Any(n => program.Nodes[n].Operation == Operation.Not && others.Contains(program.ChildrenOf(program.Nodes[n])[0]));
            return Denies(first, second) || Denies(second, first);
        }

        private static string Said(SliceProvision provision) => ((OutcomeEffect)provision.Version.Effect).Outcome.ToString();

        /// <summary>The facts of a witness, as far as they are known.</summary>
        private static string Witness(FactFrame frame)
        {
            var facts = frame.Schema.Facts.Where(f => f.Slot >= 0).Select(f => (f.Name, Text: frame.Text(f))).Where(f => f.Text is not ("unknown" or "{?}"))
                .Select(f => $"{f.Name} = {f.Text}").ToArray();
            return facts.Length == 0 ? "whatever the facts" : "when " + string.Join(", ", facts);
        }
    }
}
