// Method: a proof written, read and changed field by field.
using System.Text;
using System.Text.Json.Nodes;
using Proviso.Journal;

namespace Proviso.Tests.Proviso.Journal;

public class JournalProofsTests
{
    private static readonly DateTimeOffset Day = new(2026, 2, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly List<JournalEntry> Entries = [.. Enumerable.Range(0, 7).Select(i => new JournalEntry("main", i, 1, Day, new JournalRecord($"id-{i}", "made-up", Day, new[] { (byte)i })))];
    private static readonly List<byte[]> Leaves = [.. Entries.Select(e => e.LeafHash())];

    private static Checkpoint At(int size, string origin = "proviso.example/main") => new(origin, size, MerkleTree.Root(Leaves[..size]));

    private static InclusionProof Inclusion() => new("main", 3, 7, MerkleTree.Root(Leaves), Entries[3].Encode(), MerkleTree.Inclusion(Leaves, 3));

    private static ConsistencyProof Consistency() => new("main", 5, 7, MerkleTree.Consistency(Leaves, 5));

    [Fact]
    public void A_proof_holds_for_its_own_checkpoint_and_for_no_other()
    {
        Assert.True(InclusionProof.Parse(Inclusion().Write()).Holds(At(7)));
        Assert.False(Inclusion().Holds(At(6)));
        Assert.False(Inclusion().Holds(At(7, "proviso.example/other")));
        Assert.False((Inclusion() with { Index = 4 }).Holds(At(7)));
        Assert.False((Inclusion() with { Book = "other" }).Holds(At(7, "proviso.example/other")));
        Assert.False((Inclusion() with { Entry = Entries[2].Encode() }).Holds(At(7)));

        Assert.True(ConsistencyProof.Parse(Consistency().Write()).Holds(At(5), At(7)));
        Assert.False(Consistency().Holds(At(7), At(5)));
        Assert.False(Consistency().Holds(At(4), At(7)));
        Assert.False(Consistency().Holds(At(5, "proviso.example/other"), At(7)));
        Assert.False(Consistency().Holds(At(5, "proviso.example/other"), At(7, "proviso.example/other")));
        Assert.False(Consistency().Holds(At(5) with { Root = At(6).Root }, At(7)));
    }

    [Fact]
    public void A_proof_without_a_field_with_another_kind_of_value_or_with_one_field_more_is_refused()
    {
        foreach (var (proof, parse) in new (byte[], Action<byte[]>)[] { (Inclusion().Write(), b => InclusionProof.Parse(b)), (Consistency().Write(), b => ConsistencyProof.Parse(b)) })
        {
            parse(proof);
            var text = Encoding.UTF8.GetString(proof);
            foreach (var name in JsonNode.Parse(text)!.AsObject().Select(p => p.Key).ToList())
            {
                var (without, other, empty) = (JsonNode.Parse(text)!.AsObject(), JsonNode.Parse(text)!.AsObject(), JsonNode.Parse(text)!.AsObject());
                without.Remove(name);
                other[name] = new JsonObject();
                empty[name] = null;
                Assert.All([without, other, empty], o => Refused(o.ToJsonString()));
            }

            var more = JsonNode.Parse(text)!.AsObject();
            more["remark"] = "made up";
            Refused(more.ToJsonString());
            Refused(text.Replace("{", "{\"book\": \"main\",", StringComparison.Ordinal));
            Refused(text.Replace("\"formatVersion\": 1", "\"formatVersion\": 2", StringComparison.Ordinal));
            Refused("[]");
            void Refused(string json) => Assert.Throws<JournalFormatException>(() => parse(Encoding.UTF8.GetBytes(json)));
        }
    }
}
