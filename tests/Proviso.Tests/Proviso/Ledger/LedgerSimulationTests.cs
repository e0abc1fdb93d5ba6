// Method: seeds of the simulation, 200 of them or with PROVISO_LONG=1 20,000; then the same checks with a mistake planted, which they must catch.
using Proviso.Ledger;

namespace Proviso.Tests.Proviso.Ledger;

public class LedgerSimulationTests
{
    private static readonly int s_seeds = Environment.GetEnvironmentVariable("PROVISO_LONG") == "1" ? 20_000 : 200;

    [Fact]
    public void Nothing_acknowledged_is_lost_and_nothing_overdrawn_through_crashes_doubt_and_stale_writers()
    {
        var figures = new SimulationFigures();
        for (var seed = 0; seed < s_seeds; seed++)
        {
            LedgerSimulation.Run(seed, figures);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{s_seeds} seeds, {figures.Steps} steps, {figures.Sent} sent, {figures.Acknowledged} acknowledged ({figures.Repeated} of them repeats), {figures.Refused} refused, "
            + $"{figures.Crashes} takeovers, {figures.Faults} journal faults ({figures.InDoubtLanded} in doubt that had landed), {figures.Fenced} fenced; lost 0, overdrawn 0");

        // The seeds must meet what they are for.
        Assert.All([figures.Acknowledged, figures.Repeated, figures.Refused, figures.Crashes, figures.Faults, figures.InDoubtLanded, figures.Fenced], figure => Assert.True(figure >= s_seeds));
    }

    [Fact]
    public void Some_order_of_the_calls_explains_every_answer_the_clients_saw()
    {
        var figures = new SimulationFigures();
        for (var seed = 0; seed < s_seeds; seed++)
        {
            LedgerSimulation.Run(seed, figures, history: true);
        }

        Assert.Equal(s_seeds, figures.Histories);
    }

    [Theory]
    [InlineData((int)Planted.SkipsACap, "overdrawn")]
    [InlineData((int)Planted.ForgetsIdsOnReload, "")]
    [InlineData((int)Planted.AcknowledgesBeforeDurable, "acknowledged")]
    [InlineData((int)Planted.JournalIgnoresTheEpoch, "")]
    [InlineData((int)Planted.LapsesBeforeItsTime, "future")]
    public void A_planted_mistake_is_caught_and_its_seed_named(int planted, string told)
    {
        var failure = Assert.Throws<SimulationFailure>(() =>
        {
            for (var seed = 0; seed < 200; seed++)
            {
                LedgerSimulation.Run(seed, new(), (Planted)planted);
            }
        });

        Assert.StartsWith("seed ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_runs_the_same()
    {
        var (one, two) = (new SimulationFigures(), new SimulationFigures());
        LedgerSimulation.Run(7, one);
        LedgerSimulation.Run(7, two);

        Assert.Equal((one.Sent, one.Acknowledged, one.Refused, one.Faults), (two.Sent, two.Acknowledged, two.Refused, two.Faults));
    }

    [Fact]
    public void The_order_checker_refuses_histories_that_no_single_ledger_could_give()
    {
        // Start: 14 and 12 free on the lines, 16 under the cap. Each pair: accepted histories first, then a known-bad sister.
        Assert.True(Linearizability.Check([Reserve("a", 0, 1, 10), Reserve("b", 2, 3, 6, "line-b")], "14 12 16|"));
        Assert.False(Linearizability.Check([Reserve("a", 0, 1, 10), Reserve("b", 2, 3, 7, "line-b")], "14 12 16|"), "more than the cap");

        Assert.True(Linearizability.Check([Reserve("a", 0, 5, 10), Reserve("b", 1, 4, 10, accepted: false)], "14 12 16|"));
        Assert.False(Linearizability.Check([Reserve("a", 2, 5, 10), Reserve("b", 0, 1, 10, accepted: false)], "14 12 16|"), "refused before anything was taken");

        Assert.True(Linearizability.Check([Reserve("a", 0, 1, 14), Release("r", 2, 9, "a"), Reserve("b", 3, 4, 14)], "14 12 16|"));
        Assert.False(Linearizability.Check([Reserve("a", 0, 1, 14), Reserve("b", 3, 4, 14), Release("r", 5, 9, "a")], "14 12 16|"), "taken before it was released");

        Assert.True(Linearizability.Check([Reserve("a", 0, long.MaxValue, 14), Reserve("b", 5, 6, 14, accepted: false)], "14 12 16|"));
        Assert.False(Linearizability.Check([Reserve("a", 0, 1, 3), Release("r", 2, 3, "a"), Release("q", 2, 3, "a")], "14 12 16|"), "released twice");
    }

    private static Call Reserve(string id, long start, long end, long units, string line = "line-a", bool accepted = true)
    {
        var command = new Reserve(id, LedgerWorld.On(0), line, new(units, 0, 0), 0);
        return new(id, start, end, s => Counter.Step(s, command, accepted));
    }

    private static Call Release(string id, long start, long end, string reservation)
    {
        var command = new Release(id, LedgerWorld.On(0), reservation);
        return new(id, start, end, s => Counter.Step(s, command, accepted: true));
    }
}
