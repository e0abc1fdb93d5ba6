namespace Proviso.Tests.Architecture.Fixture.Attic;

internal static class Lamp
{
    // The arrow downward is allowed.
    public static int Light() => Cellar.Boiler.Pressure;
}
