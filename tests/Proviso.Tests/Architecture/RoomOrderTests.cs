namespace Proviso.Tests.Architecture;

public class RoomOrderTests
{
    [Fact]
    public void Rooms_of_the_law_language_use_only_the_floors_below_them()
    {
        var order = RoomOrder.Of("Proviso.Rules", "", "Formatting, Explaining", "Evaluation", "Binding", "Syntax", "Diagnostics", "Text");

        Assert.Empty(order.Violations(SourceTree.Load("Proviso.Rules")));
    }

    [Fact]
    public void Rooms_of_the_domain_use_only_the_floors_below_them()
    {
        // Rooms that are designed but not built (Oversight, Custody) take their place here when they come.
        var order = RoomOrder.Of("Proviso", "", "Licensing", "Ledger", "Determinations", "Screening", "Journal", "Items", "Parties", "Places", "Documents");

        Assert.Empty(order.Violations(SourceTree.Load("Proviso")));
    }

    [Fact]
    public void Rooms_of_storage_do_not_know_each_other()
    {
        var order = RoomOrder.Of("Proviso.Storage", "Lists, Journal", "Files");

        Assert.Empty(order.Violations(SourceTree.Load("Proviso.Storage")));
    }

    [Fact]
    public void The_guard_catches_an_arrow_that_runs_up_and_names_both_types()
    {
        // Method: the same check over a small house in which Cellar reaches for Attic, by a call in a method body only.
        var order = RoomOrder.Of("Proviso.Tests.Architecture.Fixture", "Attic", "Cellar");

        var violation = Assert.Single(order.Violations(typeof(Fixture.Cellar.Boiler).Assembly));

        Assert.Contains("Fixture.Cellar.Boiler", violation, StringComparison.Ordinal);
        Assert.Contains("Fixture.Attic.Lamp", violation, StringComparison.Ordinal);
        Assert.Contains("up", violation, StringComparison.Ordinal);
    }

    [Fact]
    public void The_guard_catches_rooms_of_one_floor_that_see_each_other()
    {
        var order = RoomOrder.Of("Proviso.Tests.Architecture.Fixture", "Attic, Cellar");

        Assert.Contains(order.Violations(typeof(Fixture.Cellar.Boiler).Assembly), v => v.Contains("sideways", StringComparison.Ordinal));
    }

    [Fact]
    public void The_guard_catches_a_room_that_nobody_listed()
    {
        var order = RoomOrder.Of("Proviso.Tests.Architecture.Fixture", "Attic");

        Assert.Contains(order.Violations(typeof(Fixture.Cellar.Boiler).Assembly), v => v.Contains("does not list", StringComparison.Ordinal));
    }
}
