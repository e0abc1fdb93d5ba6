using System.Collections.Immutable;
using Proviso.Rules.Diagnostics;

namespace Proviso.Rules.Binding;

internal sealed partial class Binder
{
    private void CheckCorpus(CorpusScope scope)
    {
        CheckMattersAndExceptions(scope);
        CheckExceptionCycles(scope);
        CheckNameCycles(scope);
        CheckVersions(scope);
        CheckSums(scope);
    }

    private void ErrorAt(string code, LawPlace place, string message, string? help = null, params RelatedPlace[] related) =>
        _bag.Error(code, place.Source, place.Span, message, help, related);

    private static RelatedPlace Related(LawPlace place, string remark) => new(place.Source, place.Span, remark);

    /// <summary>An exception takes its matter from what it overrides; all versions of a name must agree on it.</summary>
    private void CheckMattersAndExceptions(CorpusScope scope)
    {
        var matterOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var p in scope.Provisions.Where(p => p.Matter is not null))
        {
            matterOf.TryAdd(p.Name, p.Matter!);
        }

        // Matters flow down chains of exceptions; as many rounds as the chain is deep.
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var p in scope.Provisions.Where(p => p.Matter is null && p.Effect is OutcomeEffect))
            {
                var inherited = p.ExceptionTo.Select(t => matterOf.GetValueOrDefault(t)).FirstOrDefault(m => m is not null);
                if (inherited is not null)
                {
                    p.Matter = inherited;
                    matterOf.TryAdd(p.Name, inherited);
                    changed = true;
                }
            }
        }

        foreach (var p in scope.Provisions)
        {
            if (p.Effect is OutcomeEffect && p.Matter is null)
            {
                ErrorAt("PRV0217", p.NamePlace, $"provision `{p.Name}` concludes an outcome but on no matter", "add `on MATTER`, or `exception to` a provision that has one");
            }

            if (p.Effect is not OutcomeEffect && !p.ExceptionTo.IsEmpty)
            {
                // It would displace its target and leave the matter without an answer.
                ErrorAt("PRV0218", p.NamePlace, $"provision `{p.Name}` is an exception but concludes no outcome",
                    "add `then OUTCOME`; `then undetermined` for law that is only pointed at");
            }

            foreach (var target in p.ExceptionTo)
            {
                var targets = scope.Provisions.FindAll(t => string.Equals(t.Name, target, StringComparison.Ordinal));
                var other = targets.Find(t => t.Matter is not null && p.Matter is not null && !string.Equals(t.Matter, p.Matter, StringComparison.Ordinal));
                if (other is not null)
                {
                    ErrorAt("PRV0218", p.NamePlace, $"provision `{p.Name}` on `{p.Matter}` cannot be an exception to `{target}` on `{other.Matter}`", "matters add up; an exception stays within one", Related(other.NamePlace, "the other matter"));
                }

                if (targets.Count > 0 && targets.TrueForAll(t => t.Effect is not OutcomeEffect))
                {
                    ErrorAt("PRV0218", p.NamePlace, $"`{target}` concludes no outcome, so nothing can be an exception to it", "put the exception into the conditions, or make it an exception to the provision that concludes");
                }

                if (targets.Count > 0 && targets.TrueForAll(t => !Overlap(t, p)))
                {
                    ErrorAt("PRV0211", p.NamePlace, $"provision `{p.Name}` is never reached: no version of `{target}` is in force at the same time", "check the dates of both", Related(targets[0].NamePlace, "what it overrides"));
                }
            }
        }
    }

    private static bool Overlap(ProvisionVersion a, ProvisionVersion b)
    {
        // A scenario may revive a version, so only versions of the law itself can be told apart by their dates.
        if (a.Scenario is not null || b.Scenario is not null)
        {
            return true;
        }

        return (a.End is null || b.InForce.From < a.End.From) && (b.End is null || a.InForce.From < b.End.From);
    }

    private void CheckExceptionCycles(CorpusScope scope)
    {
        var targets = scope.Provisions.GroupBy(p => p.Name, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.SelectMany(p => p.ExceptionTo).Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
        ReportCycles(targets, name => scope.Provisions.Find(p => string.Equals(p.Name, name, StringComparison.Ordinal))!.NamePlace,
            "PRV0208", "exceptions go round in a circle", "an exception overrides what stands above it; remove one of the links");
    }

    /// <summary>Definitions, classifications and questions about provisions may not depend on themselves.</summary>
    private void CheckNameCycles(CorpusScope scope)
    {
        var uses = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var places = new Dictionary<string, LawPlace>(StringComparer.Ordinal);
        HashSet<string> UsesOf(string key, LawPlace place)
        {
            places.TryAdd(key, place);
            if (!uses.TryGetValue(key, out var set))
            {
                uses[key] = set = new HashSet<string>(StringComparer.Ordinal);
            }

            return set;
        }

        foreach (var definition in scope.Definitions)
        {
            CollectUses(definition.When, UsesOf(definition.Name, definition.Place));
        }

        foreach (var p in scope.Provisions)
        {
            var own = UsesOf("applies " + p.Name, p.NamePlace);
            own.UnionWith(p.ExceptionTo.Select(t => "applies " + t));
            if (p.When is not null)
            {
                CollectUses(p.When, own);
            }

            if (p.Effect is NameEffect name)
            {
                UsesOf(name.Name, p.NamePlace).Add("applies " + p.Name);
            }

            UsesOf("governs " + p.Name, p.NamePlace).Add("applies " + p.Name);
            foreach (var target in p.ExceptionTo)
            {
                UsesOf("governs " + target, p.NamePlace).Add("applies " + p.Name);
            }
        }

        ReportCycles(uses.ToDictionary(u => u.Key, u => u.Value.ToArray(), StringComparer.Ordinal), key => places[key],
            "PRV0214", "the meaning depends on itself", "definitions, classifications and `applies`/`governs` may not form a circle");
    }

    private void ReportCycles(Dictionary<string, string[]> edges, Func<string, LawPlace> placeOf, string code, string message, string help)
    {
        var state = new Dictionary<string, int>(StringComparer.Ordinal);
        var path = new List<string>();
        foreach (var start in edges.Keys)
        {
            Visit(start);
        }

        void Visit(string node)
        {
            switch (state.GetValueOrDefault(node))
            {
                case 2:
                    return;
                case 1:
                    var cycle = path.SkipWhile(n => !string.Equals(n, node, StringComparison.Ordinal)).Append(node);
                    ErrorAt(code, placeOf(node), $"{message}: {string.Join(" → ", cycle.Select(n => $"`{n}`"))}", help);
                    return;
                default:
                    break;
            }

            if (!edges.TryGetValue(node, out var next))
            {
                return;
            }

            state[node] = 1;
            path.Add(node);
            foreach (var n in next)
            {
                Visit(n);
            }

            path.RemoveAt(path.Count - 1);
            state[node] = 2;
        }
    }

    private static void CollectUses(BoundCondition condition, HashSet<string> uses)
    {
        switch (condition)
        {
            case BoundAnd c:
                foreach (var part in c.Parts)
                {
                    CollectUses(part, uses);
                }

                break;
            case BoundOr c:
                foreach (var part in c.Parts)
                {
                    CollectUses(part, uses);
                }

                break;
            case BoundNot c:
                CollectUses(c.Part, uses);
                break;
            case BoundLimbs c:
                foreach (var limb in c.Limbs)
                {
                    CollectUses(limb.Condition, uses);
                }

                break;
            case BoundSome c:
                CollectUses(c.Condition, uses);
                break;
            case BoundName c:
                uses.Add(c.Name);
                break;
            case BoundProvisionState c:
                uses.Add((c.Governs ? "governs " : "applies ") + c.Provision);
                break;
            default:
                break;
        }
    }

    /// <summary>Versions of one name may not be in force at the same time, on no corpus date.</summary>
    private void CheckVersions(CorpusScope scope)
    {
        foreach (var group in scope.Provisions.Where(p => p.Scenario is null).GroupBy(p => p.Name, StringComparer.Ordinal))
        {
            var versions = group.OrderBy(p => p.InForce.From).ToImmutableArray();
            var knownDates = versions.Select(v => v.InForce.Published).Concat(versions.Where(v => v.End is not null).Select(v => v.End!.Published)).Distinct().Order().ToArray();
            for (var i = 0; i < versions.Length; i++)
            {
                for (var j = i + 1; j < versions.Length; j++)
                {
                    var (a, b) = (versions[i], versions[j]);
                    foreach (var known in knownDates.Where(k => k >= a.InForce.Published && k >= b.InForce.Published))
                    {
                        var end = a.End is { } e && e.Published <= known ? e.From : DateOnly.MaxValue;
                        if (b.InForce.From < end)
                        {
                            ErrorAt("PRV0209", b.NamePlace,
                                $"two versions of `{b.Name}` are in force on {b.InForce.From:yyyy-MM-dd}, as known on {known:yyyy-MM-dd}",
                                $"end the earlier one with `until {b.InForce.From:yyyy-MM-dd} by \"{b.InForce.By}\" published {b.InForce.Published:yyyy-MM-dd}`",
                                Related(a.NamePlace, "the earlier version"));
                            break;
                        }
                    }
                }
            }
        }
    }
}
