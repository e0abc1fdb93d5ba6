// Method: single cases worked out by hand; random graphs against adding up chains round by round, which comes near from below.
using CsCheck;
using Proviso.Parties.Ownership;

namespace Proviso.Tests.Proviso.Parties.Ownership;

public class IntegratedShareTests
{
    private static readonly DateOnly Day = OwnershipWorlds.Day;

    [Fact]
    public void Half_of_a_half_is_a_quarter_though_the_rule_says_half()
    {
        var book = OwnershipSolverTests.Book([("X", "A", 50_000_000), ("A", "B", 50_000_000)], complete: ["A", "B"]);

        Assert.Equal(new IntegratedShare(IntegratedOutcome.Computed, 25_000_000, 25_000_000), IntegratedShare.NotTheRule(book, Day, OwnershipSolverTests.Listed("X"), "B"));
        Assert.Equal(50_000_000, new OwnershipSolver(book, Day, OwnershipSolverTests.Listed("X")).ShareOf("B").Low);
    }

    [Fact]
    public void A_circle_is_added_up_to_its_end_and_rounded_outwards()
    {
        // a = 1/2 + b/2, b = 1/3 a (33.333333 %), so a = 0.5 / (1 - 0.1666666...) = 60 % less a hair.
        var book = OwnershipSolverTests.Book([("X", "A", 50_000_000), ("B", "A", 50_000_000), ("A", "B", 33_333_333)], complete: ["A", "B"]);

        Assert.Equal(new IntegratedShare(IntegratedOutcome.Computed, 59_999_999, 60_000_000), IntegratedShare.NotTheRule(book, Day, OwnershipSolverTests.Listed("X"), "A"));
    }

    [Fact]
    public void Companies_that_own_only_one_another_have_nothing_of_a_listed_party()
    {
        var book = OwnershipSolverTests.Book([("A", "B", 100_000_000), ("B", "A", 100_000_000)], complete: ["A", "B"]);

        Assert.Equal(new IntegratedShare(IntegratedOutcome.Computed, 0, 0), IntegratedShare.NotTheRule(book, Day, OwnershipSolverTests.Listed("X"), "A"));
    }

    [Theory]
    [InlineData("B")]
    [InlineData("B,C")]
    public void Ranges_that_close_circles_have_no_end_above(string others)
    {
        // One circle of the whole never stops adding; two grow with every round, and their equations have a negative solution.
        var builder = new OwnershipBookBuilder();
        foreach (var key in others.Split(',').Concat(["X", "A"]))
        {
            builder.AddHolder(key);
        }

        builder.AddStake(new Stake("X", "A", ShareInterval.Exactly(10_000_000)));
        foreach (var other in others.Split(','))
        {
            builder.AddStake(new Stake(other, "A", new(0, 100_000_000)));
            builder.AddStake(new Stake("A", other, new(0, 100_000_000)));
        }

        Assert.Equal(new IntegratedShare(IntegratedOutcome.Unbounded, 10_000_000, 100_000_000), IntegratedShare.NotTheRule(builder.Build().Book!, Day, OwnershipSolverTests.Listed("X"), "A"));
    }

    [Fact]
    public void Too_many_holders_above_are_not_multiplied()
    {
        var book = OwnershipSolverTests.Book([.. Enumerable.Range(0, IntegratedShare.MostHolders).Select(i => ("H" + i, "H" + (i + 1), 60_000_000L))], complete: []);

        Assert.Equal(IntegratedOutcome.TooMany, IntegratedShare.NotTheRule(book, Day, OwnershipSolverTests.Listed("X"), "H" + IntegratedShare.MostHolders).Outcome);
    }

    [Fact]
    public void As_many_holders_as_are_allowed_that_all_own_one_another_are_solved_exactly()
    {
        // Everyone owns 2 % of everyone and the listed one 1 % of each, so s = 0.01 + 0.78 s.
        var keys = Enumerable.Range(0, IntegratedShare.MostHolders).Select(i => "H" + i).ToList();
        var book = OwnershipSolverTests.Book([.. keys.SelectMany(k => keys.Where(o => o != k).Select(o => (o, k, 2_000_000L)).Append(("X", k, 1_000_000L)))], complete: []);

        Assert.Equal(new IntegratedShare(IntegratedOutcome.Computed, 4_545_454, 4_545_455), IntegratedShare.NotTheRule(book, Day, OwnershipSolverTests.Listed("X"), "H0"));
    }

    [Fact]
    public void It_is_what_chains_add_up_to_round_by_round() => OwnershipWorlds.Cases(most: 7, edges: 14, wide: 0).Sample(book =>
    {
        var stakes = book.Book();
        for (var h = 0; h < book.Holders; h++)
        {
            var integrated = IntegratedShare.NotTheRule(stakes, Day, book.Lists(), OwnershipWorlds.Key(h));
            var shares = new decimal[book.Holders];
            for (var round = 0; round < 2_000; round++)
            {
                var last = shares;
                shares = [.. Enumerable.Range(0, book.Holders).Select(i => book.Edges.Where(e => e.Owned == i).Sum(e => e.Low / 10m * (book.Listed[e.Owner] ? 1 : last[e.Owner])))];
            }

            Assert.Equal(IntegratedOutcome.Computed, integrated.Outcome);
            Assert.InRange(shares[h] * ShareInterval.Whole, integrated.Low - 1, integrated.High + 1);
        }
    }, iter: 60, threads: 1);
}
