using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Proviso.Documents;

namespace Proviso.Parties.Ownership;

/// <summary>
/// Checks a written proof against the stakes and the lists, without the solver: by names instead of numbers, each sum made anew. It shares
/// only the types of the book with what it checks.
/// </summary>
/// <remarks>
/// A step may use earlier steps only, so what is reached is reached from the lists. Whoever stands above the party and is in no step must
/// stay below the line with all steps counted, so nobody is left out. Both together leave one set: the least. Every field is compared.
/// </remarks>
public static class OwnershipProof
{
    private static readonly string[] Fields = ["formatVersion", "party", "name", "on", "threshold", "verdict", "low", "high", "listedOwners", "lists", "possibleLists", "certain", "possible"];
    private static readonly string[] SideFields = ["steps", "sum"];
    private static readonly string[] OwnerFields = ["party", "lists", "certain"];
    private static readonly string[] StakeFields = ["owner", "low", "high", "from", "until", "source", "line"];

    /// <summary>Null when the proof holds; otherwise why it does not (PRV0717). <paramref name="order"/> is the one the solver was given.</summary>
    public static Problem? Verify(OwnershipBook book, IReadOnlyDictionary<string, ImmutableArray<string>> listed, ReadOnlyMemory<byte> proof, IReadOnlyList<string>? order = null) =>
        Verify(book.Holders, book.Stakes, listed, proof, order);

    /// <summary>The same against holders and stakes that stand in no book, such as those of a solver after changes.</summary>
    public static Problem? Verify(
        IEnumerable<Holder> holders, IEnumerable<Stake> stakes, IReadOnlyDictionary<string, ImmutableArray<string>> listed, ReadOnlyMemory<byte> proof, IReadOnlyList<string>? order = null)
    {
        try
        {
            using var document = JsonDocument.Parse(proof, new JsonDocumentOptions { AllowDuplicateProperties = false });
            new Check(holders, stakes, listed, order ?? [], document.RootElement).Run();
            return null;
        }
        catch (RefusedException refused)
        {
            return Refusal(refused.Message);
        }
        catch (JsonException)
        {
            return Refusal("the proof is no JSON");
        }
        catch (InvalidOperationException)
        {
            // What the JSON reader says of a text that is no text, such as half of a pair of surrogates.
            return Refusal("the proof holds text that is none");
        }
    }

    private static Problem Refusal(string why) => new("PRV0717", "", 0, 0, "the proof does not hold: " + why, "work the answer out anew from the stakes");

    private sealed class RefusedException(string why) : Exception(why);

    private sealed class Check
    {
        private readonly Dictionary<string, Holder> _holders;
        private readonly Dictionary<string, List<Stake>> _in = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string[]> _lists = new(StringComparer.Ordinal);
        private readonly List<string> _order;
        private readonly JsonElement _proof;
        private readonly HashSet<string> _above = new(StringComparer.Ordinal);
        private readonly string _party;

        public Check(IEnumerable<Holder> holders, IEnumerable<Stake> stakes, IReadOnlyDictionary<string, ImmutableArray<string>> listed, IReadOnlyList<string> order, JsonElement proof)
        {
            (_proof, _order) = (proof, [.. order]);
            Names(proof, Fields);
            _holders = holders.ToDictionary(h => h.Key, StringComparer.Ordinal);
            foreach (var (key, lists) in listed.Where(l => !l.Value.IsDefaultOrEmpty && _holders.ContainsKey(l.Key)))
            {
                _lists[key] = Sorted(lists);
            }

            var on = DateOnly.TryParseExact(Text(proof, "on"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw new RefusedException("its day is none");
            foreach (var stake in stakes.Where(s => s.Kind == StakeKind.Ownership && s.HoldsOn(on)))
            {
                if (!_in.TryGetValue(stake.Owned, out var list))
                {
                    _in[stake.Owned] = list = [];
                }

                list.Add(stake);
            }

            _party = Text(proof, "party");
        }

        public void Run()
        {
            Must(Number(_proof, "formatVersion") == OwnershipProofJson.FormatVersion, "its format is another");
            Must(Number(_proof, "threshold") == ShareInterval.Half, "its line is not half");
            Must(_holders.TryGetValue(_party, out var holder), "nobody knows the party");
            Must(string.Equals(Text(_proof, "name"), holder!.Name, StringComparison.Ordinal), "the party has another name");
            Climb();

            var certain = Side("certain", possible: false, out var low);
            var possible = Side("possible", possible: true, out var high);
            Must(Number(_proof, "low") == low && Number(_proof, "high") == high, "the share is not what the last sums come to");
            var verdict = low >= ShareInterval.Half ? "at-least-half" : high >= ShareInterval.Half ? "cannot-determine" : "below-half";
            Must(string.Equals(Text(_proof, "verdict"), verdict, StringComparison.Ordinal), "the verdict does not follow from the share");
            Owners(Behind(certain, possible: false), Behind(possible, possible: true));
        }

        private void Climb()
        {
            _above.Add(_party);
            var open = new Stack<string>([_party]);
            while (open.TryPop(out var at))
            {
                foreach (var stake in In(at))
                {
                    if (_above.Add(stake.Owner))
                    {
                        open.Push(stake.Owner);
                    }
                }
            }
        }

        private HashSet<string> Side(string name, bool possible, out long share)
        {
            var side = Field(_proof, name, JsonValueKind.Object);
            Names(side, SideFields);
            var earlier = new HashSet<string>(StringComparer.Ordinal);
            foreach (var step in Field(side, "steps", JsonValueKind.Array).EnumerateArray())
            {
                Must(step.ValueKind == JsonValueKind.Object, "a step is none");
                var key = Text(step, "party");
                Must(_above.Contains(key), $"{key} does not stand above the party");
                Must(!earlier.Contains(key), $"{key} is reached twice");
                if (_lists.TryGetValue(key, out var lists))
                {
                    Names(step, ["party", "listed"]);
                    Same(Field(step, "listed", JsonValueKind.Array), lists, $"the lists of {key}");
                }
                else
                {
                    Names(step, possible ? ["party", "stakes", "complete", "othersLow", "owned"] : ["party", "stakes", "owned"]);
                    Must(Sum(step, key, earlier, possible) >= ShareInterval.Half, $"{key} is not reached by what stands before it");
                }

                earlier.Add(key);
            }

            foreach (var key in _above.Where(k => !earlier.Contains(k)))
            {
                Must(!_lists.ContainsKey(key) && Owned(key, earlier, possible).Share < ShareInterval.Half, $"{key} is left out");
            }

            var sum = Field(side, "sum", JsonValueKind.Object);
            Names(sum, possible ? ["stakes", "complete", "othersLow", "owned"] : ["stakes", "owned"]);
            share = Sum(sum, _party, earlier, possible);
            return earlier;
        }

        /// <summary>Compares a written sum with the one that the stakes give.</summary>
        private long Sum(JsonElement written, string party, HashSet<string> members, bool possible)
        {
            var (stakes, others, share) = Owned(party, members, possible);
            var at = 0;
            foreach (var item in Field(written, "stakes", JsonValueKind.Array).EnumerateArray())
            {
                Names(item, StakeFields);
                Must(at < stakes.Count, $"a stake in {party} is counted that is not there");
                var stake = stakes[at++];
                Must(
                    string.Equals(Text(item, "owner"), stake.Owner, StringComparison.Ordinal)
                    && Number(item, "low") == stake.Share.Low
                    && Number(item, "high") == stake.Share.High
                    && IsDay(item.GetProperty("from"), stake.From)
                    && IsDay(item.GetProperty("until"), stake.Until)
                    && string.Equals(Text(item, "source"), stake.Source, StringComparison.Ordinal)
                    && Number(item, "line") == stake.Line,
                    $"a stake in {party} is not as stated");
            }

            Must(at == stakes.Count, $"a stake in {party} is not counted");
            if (possible)
            {
                var complete = Field(written, "complete", JsonValueKind.True, JsonValueKind.False).GetBoolean();
                Must(complete == IsComplete(party) && Number(written, "othersLow") == others, $"what is left open of {party} is not as stated");
            }

            Must(Number(written, "owned") == share, $"the stakes in {party} do not add up");
            return share;
        }

        private (List<Stake> Stakes, long Others, long Share) Owned(string party, HashSet<string> members, bool possible)
        {
            var stakes = In(party).Where(s => members.Contains(s.Owner)).ToList();
            if (!possible)
            {
                return (stakes, 0, stakes.Sum(s => s.Share.Low));
            }

            var others = In(party).Where(s => !members.Contains(s.Owner)).Sum(s => s.Share.Low);
            var open = ShareInterval.Whole - others;
            return (stakes, others, IsComplete(party) ? Math.Min(open, stakes.Sum(s => s.Share.High)) : open);
        }

        private SortedSet<string> Behind(HashSet<string> members, bool possible)
        {
            var found = new SortedSet<string>(StringComparer.Ordinal);
            var seen = new HashSet<string>(StringComparer.Ordinal) { _party };
            var open = new Stack<string>([_party]);
            while (open.TryPop(out var at))
            {
                foreach (var owner in In(at).Where(s => members.Contains(s.Owner) && (possible ? s.Share.High : s.Share.Low) > 0).Select(s => s.Owner))
                {
                    if (_lists.ContainsKey(owner))
                    {
                        found.Add(owner);
                    }

                    if (!seen.Contains(owner) && Owned(owner, members, possible).Share >= ShareInterval.Half)
                    {
                        seen.Add(owner);
                        open.Push(owner);
                    }
                }
            }

            return found;
        }

        private void Owners(SortedSet<string> certain, SortedSet<string> possible)
        {
            var expected = certain.Select(k => (Key: k, Certain: true)).Concat(possible.Where(k => !certain.Contains(k)).Select(k => (Key: k, Certain: false))).ToList();
            var written = Field(_proof, "listedOwners", JsonValueKind.Array);
            Must(written.GetArrayLength() == expected.Count, "the listed owners are others");
            foreach (var (item, (key, isCertain)) in written.EnumerateArray().Zip(expected))
            {
                Names(item, OwnerFields);
                Must(string.Equals(Text(item, "party"), key, StringComparison.Ordinal), "the listed owners are others");
                Must(Field(item, "certain", JsonValueKind.True, JsonValueKind.False).GetBoolean() == isCertain, $"whether {key} is certain is not as it is");
                Same(Field(item, "lists", JsonValueKind.Array), _lists[key], $"the lists of {key}");
            }

            Same(Field(_proof, "lists", JsonValueKind.Array), Sorted(certain.SelectMany(k => _lists[k])), "the lists of the owners");
            Same(Field(_proof, "possibleLists", JsonValueKind.Array), Sorted(certain.Concat(possible).SelectMany(k => _lists[k])), "the lists of the possible owners");
        }

        private List<Stake> In(string party) => _in.TryGetValue(party, out var stakes) ? stakes : [];

        private bool IsComplete(string party) => _holders[party].Owners != OwnersKnown.NotAll;

        private string[] Sorted(IEnumerable<string> lists) =>
            [.. lists.Distinct(StringComparer.Ordinal).OrderBy(l => _order.Contains(l, StringComparer.Ordinal) ? _order.FindIndex(o => string.Equals(o, l, StringComparison.Ordinal)) : int.MaxValue).ThenBy(l => l, StringComparer.Ordinal)];

        private static bool IsDay(JsonElement written, DateOnly? day) => day is { } known
            ? written.ValueKind == JsonValueKind.String && string.Equals(written.GetString(), known.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            : written.ValueKind == JsonValueKind.Null;

        private static void Same(JsonElement written, string[] expected, string what) =>
            Must(written.GetArrayLength() == expected.Length && written.EnumerateArray().Zip(expected).All(p => p.First.ValueKind == JsonValueKind.String && p.First.ValueEquals(p.Second)), what + " are others");

        private static void Names(JsonElement of, string[] names) =>
            Must(of.ValueKind == JsonValueKind.Object && of.EnumerateObject().Select(p => p.Name).SequenceEqual(names, StringComparer.Ordinal), "a part has other fields");

        private static JsonElement Field(JsonElement of, string name, params ReadOnlySpan<JsonValueKind> kinds)
        {
            Must(of.TryGetProperty(name, out var field) && kinds.Contains(field.ValueKind), $"{name} is missing or of another kind");
            return field;
        }

        private static string Text(JsonElement of, string name) => Field(of, name, JsonValueKind.String).GetString()!;

        private static long Number(JsonElement of, string name) =>
            Field(of, name, JsonValueKind.Number).TryGetInt64(out var number) ? number : throw new RefusedException($"{name} is no whole number");

        private static void Must(bool holds, string otherwise)
        {
            if (!holds)
            {
                throw new RefusedException(otherwise);
            }
        }
    }
}
