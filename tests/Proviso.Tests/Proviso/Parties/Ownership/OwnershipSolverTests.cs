// Method: the solver against every world of small books, tried one by one; changes against building anew; the examples of OFAC; single lines of law by hand.
using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;
using Proviso.Parties.Ownership;

namespace Proviso.Tests.Proviso.Parties.Ownership;

public class OwnershipSolverTests
{
    private static readonly DateOnly Day = OwnershipWorlds.Day;

    [Fact]
    public void Both_ends_of_a_share_are_those_of_all_worlds_tried_one_by_one() => OwnershipWorlds.Cases(most: 5, edges: 7, wide: 3).Sample(book =>
    {
        var solver = new OwnershipSolver(book.Book(), Day, book.Lists());
        var tried = OwnershipWorlds.TryAll(book);
        for (var h = 0; h < book.Holders; h++)
        {
            var share = new ShareInterval(tried[h].Least * OwnershipWorlds.Tenth, tried[h].Most * OwnershipWorlds.Tenth);
            Assert.Equal(share, solver.ShareOf(OwnershipWorlds.Key(h)));
            var verdict = share.Low >= ShareInterval.Half ? OwnershipVerdict.AtLeastHalf : share.High < ShareInterval.Half ? OwnershipVerdict.BelowHalf : OwnershipVerdict.CannotDetermine;
            Assert.Equal(verdict, solver.VerdictOf(OwnershipWorlds.Key(h)));
        }
    }, iter: 4_000, threads: 1);

    [Fact]
    public void Seven_holders_with_exact_shares_agree_too() => OwnershipWorlds.Cases(most: 7, edges: 14, wide: 0).Sample(book =>
    {
        book = book with { Complete = [.. book.Complete.Select((_, i) => i != 0)] };
        var solver = new OwnershipSolver(book.Book(), Day, book.Lists());
        var tried = OwnershipWorlds.TryAll(book);
        for (var h = 0; h < book.Holders; h++)
        {
            Assert.Equal(new ShareInterval(tried[h].Least * OwnershipWorlds.Tenth, tried[h].Most * OwnershipWorlds.Tenth), solver.ShareOf(OwnershipWorlds.Key(h)));
        }
    }, iter: 3_000, threads: 1);

    [Fact]
    public void A_change_gives_what_building_anew_gives() => Gen.Select(OwnershipWorlds.Cases(most: 7, edges: 14, wide: 4), OwnershipWorlds.Cases(most: 7, edges: 14, wide: 4), Gen.Select(Gen.Int[0, 3], Gen.Int[0, 99], Gen.Int[0, 99]).Array[1, 12]).Sample((book, other, edits) =>
    {
        var solver = new OwnershipSolver(book.Book(), Day, book.Lists());
        var lists = book.Lists();
        foreach (var (kind, which, with) in edits)
        {
            var stakes = solver.Stakes.ToList();
            var fresh = other.Edges.Length == 0 ? default : other.StakeOf(with % other.Edges.Length) with { Line = 1000 + which };
            var fits = fresh.Owner is not null && fresh.Owner[0] - 'A' < book.Holders && fresh.Owned[0] - 'A' < book.Holders;
            switch (kind)
            {
                case 0 when fits:
                    solver.Add(fresh);
                    break;
                case 1 when stakes.Count > 0:
                    Assert.True(solver.Remove(stakes[which % stakes.Count]));
                    break;
                case 2 when stakes.Count > 0 && fits:
                    solver.Replace(stakes[which % stakes.Count], fresh);
                    break;
                case 3:
                    var key = OwnershipWorlds.Key(which % book.Holders);
                    if (!lists.Remove(key))
                    {
                        lists[key] = ["list-" + key];
                    }

                    solver.SetLists(key, lists.GetValueOrDefault(key));
                    break;
            }

            var anew = new OwnershipSolver(Rebuilt(book.Book(), solver.Stakes), Day, lists);
            for (var h = 0; h < book.Holders; h++)
            {
                Assert.Equal(anew.ShareOf(OwnershipWorlds.Key(h)), solver.ShareOf(OwnershipWorlds.Key(h)));
                Assert.Equal(anew.VerdictOf(OwnershipWorlds.Key(h)), solver.AnswerFor(OwnershipWorlds.Key(h)).Verdict);
            }
        }
    }, iter: 4_000, threads: 1);

    [Fact]
    public void Listing_one_more_party_never_clears_another() => Gen.Select(OwnershipWorlds.Cases(most: 7, edges: 14, wide: 4), Gen.Int[0, 6]).Sample((book, more) =>
    {
        var solver = new OwnershipSolver(book.Book(), Day, book.Lists());
        var before = Enumerable.Range(0, book.Holders).Select(h => solver.ShareOf(OwnershipWorlds.Key(h))).ToList();
        solver.SetLists(OwnershipWorlds.Key(more % book.Holders), ["one-more"]);
        for (var h = 0; h < book.Holders; h++)
        {
            var now = solver.ShareOf(OwnershipWorlds.Key(h));
            Assert.True(now.Low >= before[h].Low && now.High >= before[h].High);
        }
    }, iter: 3_000, threads: 1);

    [Fact]
    public void An_open_answer_names_a_fact_that_alone_can_make_its_holder_a_listed_one() => OwnershipWorlds.Cases(most: 7, edges: 14, wide: 5).Sample(book =>
    {
        var solver = new OwnershipSolver(book.Book(), Day, book.Lists());
        for (var h = 0; h < book.Holders; h++)
        {
            var answer = solver.AnswerFor(OwnershipWorlds.Key(h));
            Assert.Equal(answer.Verdict == OwnershipVerdict.CannotDetermine, answer.Question is not null);
            if (answer.Witness is not { } witness)
            {
                continue;
            }

            Assert.Equal(answer.Holder, witness.Path[^1]);
            Assert.Contains(witness.Holder, witness.Path);
            Assert.All(witness.Path.Zip(witness.Path.Skip(1)), link => Assert.Contains(solver.Stakes, s => s.Owner == link.First.Key && s.Owned == link.Second.Key && s.Share.High > 0));
            Assert.Equal(witness.Kind == WitnessKind.StraddlingStake, witness.Stake is not null);
            if (witness.Stake is { } stake)
            {
                Assert.True(stake.Share.Low < stake.Share.High);
                Assert.True(solver.ShareOf(stake.Owner).Low >= ShareInterval.Half || book.Listed[stake.Owner[0] - 'A']);
                var ofCertain = solver.Stakes.Where(s => s.Owned == stake.Owned && (solver.ShareOf(s.Owner).Low >= ShareInterval.Half || book.Listed[s.Owner[0] - 'A']));
                Assert.True(ofCertain.Sum(s => s.Share.High) >= ShareInterval.Half && ofCertain.Sum(s => s.Share.Low) < ShareInterval.Half);
            }
            else
            {
                Assert.Equal(OwnersKnown.NotAll, witness.Holder.Owners);
                var builder = new OwnershipBookBuilder();
                book.Book().Holders.ToList().ForEach(b => builder.AddHolder(b));
                solver.Stakes.ToList().ForEach(builder.AddStake);
                builder.AddHolder("Z");
                builder.AddStake(new Stake("Z", witness.Holder.Key, ShareInterval.Exactly(witness.Rest.High)));
                var lists = book.Lists();
                lists["Z"] = ["test-list"];
                Assert.Equal(OwnershipVerdict.AtLeastHalf, new OwnershipSolver(builder.Build().Book!, Day, lists).VerdictOf(witness.Holder.Key));
            }
        }
    }, iter: 3_000, threads: 1);

    [Fact]
    public void The_examples_of_the_Treasury_hold()
    {
        var files = new[] { "..", "../.." }.Select(up => Path.Combine(Golden.Root, up, "shared", "data", "screening", "vectors.jsonl")).ToList();
        if (files.Find(File.Exists) is not { } file)
        {
            Assert.Skip($"the examples are not at hand ({files[0]})");
            return;
        }

        var tried = 0;
        foreach (var line in File.ReadLines(file).Where(l => l.Contains("\"ownership\"", StringComparison.Ordinal)))
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            var listed = root.GetProperty("listed").EnumerateArray().Select(l => l.GetString()!).ToHashSet();
            var builder = new OwnershipBookBuilder();

            // The examples speak of no other listed owner, so what they leave out is clean.
            foreach (var edge in root.GetProperty("edges").EnumerateArray())
            {
                var (owner, owned) = (edge.GetProperty("owner").GetString()!, edge.GetProperty("owned").GetString()!);
                builder.AddHolder(owner, owners: OwnersKnown.Complete);
                builder.AddHolder(owned, owners: OwnersKnown.Complete);
                builder.AddStake(new Stake(owner, owned, ShareInterval.Exactly((long)(edge.GetProperty("pct").GetDecimal() * 1_000_000))));
            }

            var solver = new OwnershipSolver(builder.Build().Book!, Day, listed.ToDictionary(l => l, _ => ImmutableArray.Create("sdn")));
            foreach (var expected in root.GetProperty("expected").EnumerateObject())
            {
                Assert.Equal(expected.Value.GetBoolean() ? OwnershipVerdict.AtLeastHalf : OwnershipVerdict.BelowHalf, solver.VerdictOf(expected.Name));
                tried++;
            }
        }

        Assert.True(tried > 0);
    }

    [Theory]
    [InlineData(50_000_000, OwnershipVerdict.AtLeastHalf)]
    [InlineData(49_999_999, OwnershipVerdict.BelowHalf)]
    [InlineData(50_000_001, OwnershipVerdict.AtLeastHalf)]
    public void Half_itself_is_caught_and_a_millionth_of_a_percent_less_is_not(long share, OwnershipVerdict verdict)
    {
        var book = Book([("X", "A", share)], complete: ["A"]);

        Assert.Equal(verdict, new OwnershipSolver(book, Day, Listed("X")).VerdictOf("A"));
    }

    [Fact]
    public void The_whole_stake_of_an_owner_counts_that_is_itself_owned_by_half()
    {
        // Multiplied along the chain it would be 12.5 %.
        var answer = new OwnershipSolver(Book([("X", "A", 50_000_000), ("A", "B", 50_000_000), ("B", "C", 50_000_000)], complete: ["A", "B", "C"]), Day, Listed("X")).AnswerFor("C");

        Assert.Equal(ShareInterval.Exactly(50_000_000), answer.Share);
        Assert.Equal(OwnershipVerdict.AtLeastHalf, answer.Verdict);
        Assert.Equal(["X", "A", "B", "C"], answer.Steps.Select(s => s.Holder.Key));
    }

    [Fact]
    public void Companies_that_own_only_one_another_are_owned_by_no_listed_party()
    {
        var book = Book([("A", "B", 100_000_000), ("B", "A", 100_000_000)], complete: ["A", "B"]);

        Assert.Equal(OwnershipVerdict.BelowHalf, new OwnershipSolver(book, Day, Listed("X")).VerdictOf("A"));
    }

    [Fact]
    public void A_circle_that_a_listed_party_holds_falls_with_its_stake()
    {
        var book = Book([("X", "A", 50_000_000), ("A", "B", 60_000_000), ("B", "A", 50_000_000)], complete: ["A", "B"]);
        var solver = new OwnershipSolver(book, Day, Listed("X"));
        Assert.Equal(OwnershipVerdict.AtLeastHalf, solver.VerdictOf("B"));

        Assert.True(solver.Remove(book.Stakes[0]));

        Assert.Equal(ShareInterval.Exactly(0), solver.ShareOf("B"));
        Assert.Equal(ShareInterval.Exactly(0), solver.ShareOf("A"));
    }

    [Fact]
    public void The_lists_of_all_listed_owners_come_in_the_order_of_the_caller()
    {
        var book = Book([("X", "A", 30_000_000), ("Y", "A", 30_000_000), ("A", "B", 51_000_000), ("Z", "B", 10_000_000)], complete: ["A", "B"]);
        var listed = new Dictionary<string, ImmutableArray<string>> { ["X"] = ["meu-list"], ["Y"] = ["sdn", "entity-list"], ["Z"] = ["entity-list"], ["nobody"] = ["sdn"] };

        var answer = new OwnershipSolver(book, Day, listed, ["sdn", "entity-list", "meu-list"]).AnswerFor("B");

        Assert.Equal(["sdn", "entity-list", "meu-list"], answer.Lists);
        Assert.Equal(["X", "Y", "Z"], answer.ListedOwners.Select(o => o.Holder.Key));
        Assert.All(answer.ListedOwners, o => Assert.True(o.IsCertain));
        Assert.Equal(ShareInterval.Exactly(61_000_000), answer.Share);
    }

    [Fact]
    public void A_rest_that_nobody_stated_is_asked_for()
    {
        var book = Book([("X", "A", 30_000_000), ("P", "A", 40_000_000)], complete: ["P"]);

        var answer = new OwnershipSolver(book, Day, Listed("X")).AnswerFor("A");

        Assert.Equal(new ShareInterval(30_000_000, 60_000_000), answer.Share);
        Assert.Equal(OwnershipVerdict.CannotDetermine, answer.Verdict);
        Assert.Equal("Who owns the 30 % of Made-up A that nobody stated?", answer.Question);
    }

    [Fact]
    public void A_range_with_the_line_inside_is_asked_for()
    {
        var builder = new OwnershipBookBuilder();
        builder.AddHolder("X", "Made-up X");
        builder.AddHolder("B", "Made-up B", owners: OwnersKnown.Complete);
        builder.AddHolder("C", "Made-up C", owners: OwnersKnown.Complete);
        builder.AddStake(new Stake("X", "B", new(40_000_000, 60_000_000)));
        builder.AddStake(new Stake("B", "C", ShareInterval.Exactly(70_000_000)));

        var answer = new OwnershipSolver(builder.Build().Book!, Day, Listed("X")).AnswerFor("C");

        Assert.Equal("State the share of Made-up X in Made-up B: 40 % to 60 % leaves open whether listed parties own half.", answer.Question);
        Assert.Equal(["X", "B", "C"], answer.Witness!.Path.Select(h => h.Key));
        Assert.Equal(new ShareInterval(0, 70_000_000), answer.Share);
        Assert.False(answer.ListedOwners.Single().IsCertain);
        Assert.Empty(answer.Lists);
        Assert.Equal(["test-list"], answer.PossibleLists);
    }

    [Fact]
    public void An_owner_of_unknown_owners_is_a_possible_route_and_a_person_is_none()
    {
        var unknown = new OwnershipSolver(Book([("Q", "A", 60_000_000)], complete: ["A"]), Day, Listed("X"));
        Assert.Equal("Who owns Made-up Q? Nobody stated any owner of it.", unknown.AnswerFor("A").Question);

        var builder = new OwnershipBookBuilder();
        builder.AddHolder("Q", owners: OwnersKnown.Person);
        builder.AddHolder("A", owners: OwnersKnown.Complete);
        builder.AddStake(new Stake("Q", "A", ShareInterval.Exactly(60_000_000)));
        Assert.Equal(OwnershipVerdict.BelowHalf, new OwnershipSolver(builder.Build().Book!, Day, Listed("X")).VerdictOf("A"));
    }

    [Fact]
    public void Votes_are_shown_and_not_counted()
    {
        var builder = new OwnershipBookBuilder();
        builder.AddHolder("X");
        builder.AddHolder("A", owners: OwnersKnown.Complete);
        builder.AddStake(new Stake("X", "A", ShareInterval.Exactly(10_000_000)));
        builder.AddStake(new Stake("X", "A", ShareInterval.Exactly(90_000_000), StakeKind.Voting));

        var answer = new OwnershipSolver(builder.Build().Book!, Day, Listed("X")).AnswerFor("A");

        Assert.Equal(OwnershipVerdict.BelowHalf, answer.Verdict);
        Assert.Equal(90_000_000, Assert.Single(answer.KeptAside).Share.Low);
    }

    [Theory]
    [InlineData("2025-12-31", 0)]
    [InlineData("2026-01-01", 60_000_000)]
    [InlineData("2026-03-31", 60_000_000)]
    [InlineData("2026-04-01", 0)]
    public void A_stake_counts_from_its_first_day_to_its_last(string day, long share)
    {
        var builder = new OwnershipBookBuilder();
        builder.AddHolder("X");
        builder.AddHolder("A", owners: OwnersKnown.Complete);
        builder.AddStake(new Stake("X", "A", ShareInterval.Exactly(60_000_000), From: new DateOnly(2026, 1, 1), Until: new DateOnly(2026, 3, 31)));

        Assert.Equal(ShareInterval.Exactly(share), new OwnershipSolver(builder.Build().Book!, DateOnly.Parse(day), Listed("X")).ShareOf("A"));
    }

    [Fact]
    public void A_change_that_a_book_would_refuse_changes_nothing()
    {
        var book = Book([("X", "A", 60_000_000), ("P", "A", 40_000_000)], complete: ["A", "P"]);
        var solver = new OwnershipSolver(book, Day, Listed("X"));

        Assert.Equal("PRV0700", solver.Add(new Stake("P", "A", ShareInterval.Exactly(1)))?.Code);
        Assert.Equal("PRV0700", solver.Replace(book.Stakes[1], new Stake("P", "A", ShareInterval.Exactly(40_000_001)))?.Code);
        Assert.Equal("PRV0704", solver.Add(new Stake("nobody", "A", ShareInterval.Exactly(0)))?.Code);
        Assert.Equal("PRV0701", solver.Add(new Stake("A", "A", ShareInterval.Exactly(0)))?.Code);
        Assert.False(solver.Remove(new Stake("X", "A", ShareInterval.Exactly(1))));
        Assert.Equal(book.Stakes, solver.Stakes);
        Assert.Equal(ShareInterval.Exactly(60_000_000), solver.ShareOf("A"));
        Assert.Null(solver.Replace(book.Stakes[1], new Stake("P", "A", ShareInterval.Exactly(39_999_999))));
    }

    [Fact]
    public void A_key_that_the_book_does_not_know_has_no_answer() =>
        Assert.Throws<ArgumentException>(() => new OwnershipSolver(Book([], complete: ["A"]), Day, Listed()).AnswerFor("B"));

    internal static Dictionary<string, ImmutableArray<string>> Listed(params string[] keys) => keys.ToDictionary(k => k, _ => ImmutableArray.Create("test-list"));

    internal static OwnershipBook Book((string Owner, string Owned, long Share)[] stakes, string[] complete)
    {
        var builder = new OwnershipBookBuilder();
        foreach (var key in stakes.SelectMany(s => new[] { s.Owner, s.Owned }).Concat(complete).Distinct())
        {
            builder.AddHolder(key, "Made-up " + key, owners: complete.Contains(key) ? OwnersKnown.Complete : OwnersKnown.NotAll);
        }

        foreach (var (owner, owned, share) in stakes)
        {
            builder.AddStake(new Stake(owner, owned, ShareInterval.Exactly(share)));
        }

        var reading = builder.Build();
        Assert.Empty(reading.Problems);
        return reading.Book!;
    }

    internal static OwnershipBook Rebuilt(OwnershipBook book, IEnumerable<Stake> stakes)
    {
        var builder = new OwnershipBookBuilder();
        foreach (var holder in book.Holders)
        {
            builder.AddHolder(holder);
        }

        // The same stake twice is a matter of building; here each is its own.
        var line = 0;
        foreach (var stake in stakes)
        {
            builder.AddStake(stake with { Source = "made-up row " + ++line });
        }

        var reading = builder.Build();
        Assert.Empty(reading.Problems);
        return reading.Book!;
    }
}
