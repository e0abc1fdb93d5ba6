using Proviso.Licensing;

namespace Proviso.Tests.Writer;

/// <summary>A clock that stands on the day of the commands, so that the same commands are the same on every run.</summary>
internal sealed class StandingClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
}

/// <summary>A made-up chip of one TPP.</summary>
internal sealed class OneChip : IProductFigures
{
    public ProductFigure? Find(string product) => product == "chip" ? new("chip", 1_000_000, "made up") : null;
}
