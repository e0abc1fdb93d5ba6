// Method: every proof of the solver is accepted; every change of one number, text, word, field, step or stake of it is refused, all of them tried.
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Proviso.Parties.Ownership;

namespace Proviso.Tests.Proviso.Parties.Ownership;

public class OwnershipProofTests
{
    private static readonly DateOnly Day = OwnershipWorlds.Day;

    [Fact]
    public void Every_proof_of_the_solver_holds_and_no_changed_one_does() => OwnershipWorlds.Cases(most: 6, edges: 12, wide: 4).Sample(book =>
    {
        var stakes = book.Book();
        var lists = book.Lists();
        var solver = new OwnershipSolver(stakes, Day, lists);
        for (var h = 0; h < book.Holders; h++)
        {
            var proof = Bytes(solver.AnswerFor(OwnershipWorlds.Key(h)));
            Assert.Null(OwnershipProof.Verify(stakes, lists, proof));
            foreach (var changed in Changed(JsonNode.Parse(proof)!.AsObject(), ["steps"]))
            {
                Assert.True(OwnershipProof.Verify(stakes, lists, System.Text.Encoding.UTF8.GetBytes(changed))?.Code == "PRV0717", changed);
            }
        }
    }, iter: 150, threads: 1);

    [Fact]
    public void A_proof_of_other_stakes_does_not_hold() => Gen.Select(OwnershipWorlds.Cases(most: 5, edges: 8, wide: 3), Gen.Int[0, 99]).Sample((book, which) =>
    {
        var solver = new OwnershipSolver(book.Book(), Day, book.Lists());
        for (var h = 0; h < book.Holders; h++)
        {
            var answer = solver.AnswerFor(OwnershipWorlds.Key(h));
            var proof = Bytes(answer);
            var used = answer.Steps.Concat(answer.PossibleSteps).Append(answer.Certain).Append(answer.Possible).SelectMany(s => s.Stakes).Distinct().ToList();
            if (used.Count > 0)
            {
                var gone = used[which % used.Count];
                Assert.NotNull(OwnershipProof.Verify(book.Book().Holders, book.Book().Stakes.Remove(gone), book.Lists(), proof));
            }
        }
    }, iter: 1_000, threads: 1);

    [Fact]
    public void A_circle_cannot_vouch_for_itself()
    {
        // A and B own each other wholly. A proof that starts with A needs B before it.
        var book = OwnershipSolverTests.Book([("A", "B", 100_000_000), ("B", "A", 100_000_000)], complete: ["A", "B"]);
        var stake = """{"owner":"_","low":100000000,"high":100000000,"from":null,"until":null,"source":"","line":0}""";
        var inA = stake.Replace("_", "B", StringComparison.Ordinal);
        var inB = stake.Replace("_", "A", StringComparison.Ordinal);
        var certain = $$$"""{"steps":[{"party":"A","stakes":[{{{inA}}}],"owned":100000000},{"party":"B","stakes":[{{{inB}}}],"owned":100000000}],"sum":{"stakes":[{{{inA}}}],"owned":100000000}}""";
        var possible = certain.Replace("\"owned\":", "\"complete\":true,\"othersLow\":0,\"owned\":", StringComparison.Ordinal);
        var forged = $$$"""{"formatVersion":1,"party":"A","name":"Made-up A","on":"2026-06-01","threshold":50000000,"verdict":"at-least-half","low":100000000,"high":100000000,"listedOwners":[],"lists":[],"possibleLists":[],"certain":{{{certain}}},"possible":{{{possible}}}}""";

        var problem = OwnershipProof.Verify(book, OwnershipSolverTests.Listed(), System.Text.Encoding.UTF8.GetBytes(forged));

        Assert.Contains("a stake in A is counted that is not there", problem!.Message);
    }

    [Fact]
    public void The_same_answer_gives_the_same_bytes()
    {
        var book = OwnershipSolverTests.Book([("X", "A", 50_000_000), ("A", "B", 50_000_000)], complete: ["A", "B"]);

        var text = System.Text.Encoding.UTF8.GetString(Bytes(new OwnershipSolver(book, Day, OwnershipSolverTests.Listed("X")).AnswerFor("A")));

        Assert.Equal(
            """{"formatVersion":1,"party":"A","name":"Made-up A","on":"2026-06-01","threshold":50000000,"verdict":"at-least-half","low":50000000,"high":50000000"""
            + ""","listedOwners":[{"party":"X","lists":["test-list"],"certain":true}],"lists":["test-list"],"possibleLists":["test-list"]"""
            + ""","certain":{"steps":[{"party":"X","listed":["test-list"]},{"party":"A","stakes":[{"owner":"X","low":50000000,"high":50000000,"from":null,"until":null,"source":"","line":0}],"owned":50000000}]"""
            + ""","sum":{"stakes":[{"owner":"X","low":50000000,"high":50000000,"from":null,"until":null,"source":"","line":0}],"owned":50000000}}"""
            + ""","possible":{"steps":[{"party":"X","listed":["test-list"]},{"party":"A","stakes":[{"owner":"X","low":50000000,"high":50000000,"from":null,"until":null,"source":"","line":0}],"complete":true,"othersLow":0,"owned":50000000}]"""
            + ""","sum":{"stakes":[{"owner":"X","low":50000000,"high":50000000,"from":null,"until":null,"source":"","line":0}],"complete":true,"othersLow":0,"owned":50000000}}}""",
            text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"formatVersion\":1")]
    [InlineData("{\"formatVersion\":1,\"formatVersion\":1}")]
    [InlineData("{\"formatVersion\":1,\"party\":\"\\ud800\",\"name\":\"\",\"on\":\"2026-06-01\",\"threshold\":1,\"verdict\":\"\",\"low\":1e99,\"high\":1,\"listedOwners\":[],\"lists\":[],\"possibleLists\":[],\"certain\":{},\"possible\":{}}")]
    public void What_is_no_proof_is_refused_without_a_trace(string text) =>
        Assert.Equal("PRV0717", OwnershipProof.Verify(OwnershipSolverTests.Book([], ["A"]), OwnershipSolverTests.Listed(), System.Text.Encoding.UTF8.GetBytes(text))?.Code);

    internal static byte[] Bytes(OwnershipAnswer answer)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            OwnershipProofJson.Write(writer, answer);
        }

        return stream.ToArray();
    }

    /// <summary>Every proof that differs in one place: a value altered, a field or item left out, an item doubled, two neighbors exchanged.</summary>
    private static IEnumerable<string> Changed(JsonObject proof, ImmutableArray<string> free)
    {
        foreach (var path in Paths(proof, []).ToList())
        {
            foreach (var how in Enumerable.Range(0, 4))
            {
                var copy = (JsonObject)proof.DeepClone();
                JsonNode parent = copy;
                foreach (var part in path.SkipLast(1))
                {
                    parent = part is int i ? parent[i]! : parent[(string)part]!;
                }

                if (Alter(parent, path[^1], how, free.Contains(path.Length > 1 ? path[^2] as string ?? "" : "")))
                {
                    yield return copy.ToJsonString();
                }
            }
        }
    }

    private static bool Alter(JsonNode parent, object at, int how, bool orderIsFree)
    {
        var value = at is int index ? parent[index] : parent[(string)at];
        switch (how)
        {
            case 0 when value is JsonValue or null:
                var altered = value?.GetValueKind() switch
                {
                    JsonValueKind.Number => JsonValue.Create(value.GetValue<long>() + 1),
                    JsonValueKind.String => JsonValue.Create(value.GetValue<string>() + "A"),
                    JsonValueKind.True => JsonValue.Create(false),
                    JsonValueKind.False => JsonValue.Create(true),
                    _ => JsonValue.Create("2026-01-01"),
                };
                if (at is int item)
                {
                    parent[item] = altered;
                }
                else
                {
                    parent[(string)at] = altered;
                }

                return true;
            case 1 when at is int gone:
                parent.AsArray().RemoveAt(gone);
                return true;
            case 1:
                return parent.AsObject().Remove((string)at);
            case 2 when at is int twice:
                parent.AsArray().Insert(twice, parent[twice]!.DeepClone());
                return true;
            case 3 when at is int i && i > 0 && !orderIsFree && !JsonNode.DeepEquals(parent[i], parent[i - 1]):
                var earlier = parent[i - 1]!.DeepClone();
                parent.AsArray().RemoveAt(i - 1);
                parent.AsArray().Insert(i, earlier);
                return true;
            default:
                return false;
        }
    }

    private static IEnumerable<ImmutableArray<object>> Paths(JsonNode? node, ImmutableArray<object> path)
    {
        if (path.Length > 0)
        {
            yield return path;
        }

        var children = node switch
        {
            JsonObject o => o.Select(p => ((object)p.Key, p.Value)),
            JsonArray a => a.Select((v, i) => ((object)i, v)),
            _ => [],
        };
        foreach (var found in children.SelectMany(c => Paths(c.Item2, path.Add(c.Item1))))
        {
            yield return found;
        }
    }
}
