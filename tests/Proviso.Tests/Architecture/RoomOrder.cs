using System.Collections.Immutable;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace Proviso.Tests.Architecture;

/// <summary>The floors of one project: rooms listed top to bottom, rooms on one floor side by side.</summary>
/// <remarks>
/// A room may use the floors below it, never its own floor's other rooms and never a floor above. The empty name is the face
/// of the project, its root namespace. Deeper namespaces count to the room they start with.
/// </remarks>
internal sealed record RoomOrder(string Root, ImmutableArray<ImmutableArray<string>> Floors)
{
    public static RoomOrder Of(string root, params string[] floors) =>
        new(root, [.. floors.Select(floor => floor.Split(", ").ToImmutableArray())]);

    /// <summary>Every arrow that runs up or sideways, as a sentence naming both types, and every type in a room nobody listed.</summary>
    public IReadOnlyList<string> Violations(params Assembly[] assemblies)
    {
        var architecture = new ArchLoader().LoadAssembliesIncludingDependencies(assemblies, recursive: false).Build();
        var own = assemblies.Select(a => a.GetName().Name).ToHashSet(StringComparer.Ordinal);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var type in architecture.Types.Where(t => own.Contains(AssemblyName(t)) && RoomOf(t) is not null))
        {
            var room = RoomOf(type)!;
            var floor = FloorOf(room);
            if (floor < 0)
            {
                found.Add($"{type.FullName} is in room `{room}`, which the order of {Root} does not list");
                continue;
            }

            foreach (var target in type.Dependencies.Select(d => d.Target).Where(t => RoomOf(t) is not null))
            {
                var targetRoom = RoomOf(target)!;
                var targetFloor = FloorOf(targetRoom);
                if (targetFloor >= 0 && targetRoom != room && targetFloor <= floor)
                {
                    var direction = targetFloor < floor ? "up" : "sideways";
                    found.Add($"{type.FullName} uses {target.FullName}: {direction} from `{Name(room)}` to `{Name(targetRoom)}`");
                }
            }
        }

        return [.. found];
    }

    private static string Name(string room) => room.Length == 0 ? "the face" : room;

    private static string AssemblyName(IType type) => type.Assembly.Name.Split(',')[0];

    private int FloorOf(string room)
    {
        for (var i = 0; i < Floors.Length; i++)
        {
            if (Floors[i].Contains(room, StringComparer.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The first namespace part below the root; empty for the root itself; null outside the root.</summary>
    private string? RoomOf(IType type)
    {
        var space = type.Namespace?.FullName ?? "";
        return space == Root ? ""
            : space.StartsWith(Root + ".", StringComparison.Ordinal) ? space[(Root.Length + 1)..].Split('.')[0]
            : null;
    }
}
