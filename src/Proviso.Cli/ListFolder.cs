using System.Collections.Immutable;
using Proviso.Documents;
using Proviso.Screening;
using Proviso.Screening.Clearances;
using Proviso.Screening.Lists;
using Proviso.Screening.Matching;
using Proviso.Storage.Files;
using Proviso.Storage.Lists;

namespace Proviso.Cli;

/// <summary>Lists opened for screening: those of a store, or without one the made-up list of the examples.</summary>
/// <param name="Lists">The lists.</param>
/// <param name="Rarity">The weights of words, or null to count them in the lists.</param>
/// <param name="Clearances">The clearances.</param>
/// <param name="Required">The lists without which nobody is clear.</param>
/// <param name="Folder">The store; null without one.</param>
internal sealed record OpenLists(ListSet Lists, WordRarity? Rarity, ClearanceBook Clearances, ImmutableArray<string> Required, string? Folder)
{
    /// <summary>A screener over them.</summary>
    public PartyScreener Screener() => new(ScreeningIndex.Build(Lists, Rarity), Clearances, Required);
}

/// <summary>Finds the folder of lists.</summary>
internal static class ListFolder
{
    /// <summary>The folder named, else PROVISO_LISTS, else one in the user's data folder.</summary>
    public static string Find(string? named)
    {
        if (named is not null)
        {
            return named;
        }

        return Environment.GetEnvironmentVariable("PROVISO_LISTS") is { Length: > 0 } variable
            ? variable
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "proviso", "lists");
    }

    /// <summary>Opens the store for writing.</summary>
    public static ListStore Store(string? named) => Guard(() => ListStore.Open(Find(named)));

    /// <summary>Opens the lists to screen against.</summary>
    /// <param name="named">The folder named; null for the usual one, and without that the made-up list.</param>
    /// <param name="now">The time.</param>
    /// <param name="asked">Lists to search instead of all; null for all, with those the law asks for as needed.</param>
    public static OpenLists Open(string? named, DateTimeOffset now, IReadOnlyList<string>? asked = null)
    {
        var required = asked is null ? KnownLists.AskedByLaw : [.. asked];
        var folder = Find(named);
        if (!ListStore.Exists(folder))
        {
            // A folder that somebody named and that holds nothing is a mistake, not a wish for the example.
            return named is null && Environment.GetEnvironmentVariable("PROVISO_LISTS") is not { Length: > 0 }
                ? MadeUp(required)
                : throw new CliException($"no lists in {folder}", "fill it with `proviso lists update` or `proviso lists import FILE`");
        }

        return Guard(() =>
        {
            var store = ListStore.Open(folder);
            var lists = store.Load(now, required);
            if (asked is not null)
            {
                lists = new ListSet([.. lists.States.Where(s => asked.Contains(s.Id))], [.. lists.Parties.Where(p => asked.Contains(p.List))]);
            }

            return new OpenLists(lists, store.Rarity(), store.Clearances(), required, folder);
        });
    }

    /// <summary>Runs what may find a store in a state that cannot be used, and says so as an error of input.</summary>
    public static T Guard<T>(Func<T> run)
    {
        try
        {
            return run();
        }
        catch (ListStoreException e)
        {
            throw new CliException(e.Message, e.Help);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"the lists cannot be read or written: {e.Message}", "make room on the disk, or correct the rights of the file or folder named, and run the same command again");
        }
    }

    private static OpenLists MadeUp(ImmutableArray<string> required)
    {
        var path = Path.Combine(LawFolder.FindBeside("data"), "lists", "made-up.json");
        try
        {
            using var stream = BoundedFile.Open(path, 1 << 24, "list of the checkout");
            var content = ListReader.Read(stream, new ListReadOptions());
            var state = new ListState(KnownLists.MadeUp, ListReadiness.MadeUp, "its parties are made up, for examples: it says nothing of real ones", null, content.Parties.Length, null);
            var absent = required.Select(r => new ListState(r, ListReadiness.Absent, "no lists were fetched or imported; run `proviso lists update`", null, 0, null));
            return new OpenLists(new ListSet([state, .. absent], content.Parties), null, ClearanceBook.Empty, required, null);
        }
        catch (Exception e) when (e is DocumentException or IOException)
        {
            throw new CliException($"{path}: {e.Message}", "the folder `data` of the checkout holds it");
        }
    }
}
