namespace Proviso.Tests.Architecture.Fixture.Cellar;

internal static class Boiler
{
    public const int Pressure = 1;

    // The one wrong arrow of this house: the guard must see it inside a method body.
    public static int Heat() => Attic.Lamp.Light();
}
