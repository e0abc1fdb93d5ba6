// dotnet run -c Release --project bench/Proviso.Benchmarks -- decide|law|batch|screen|screen-large|fields|pairs|ownership|ledger|journal|journal-soak|mutate
using BenchmarkDotNet.Running;
using Proviso.Benchmarks;

switch (args)
{
    case ["decide", .. var rest]:
        Deciding.Verify(Console.Out);
        BenchmarkRunner.Run<Deciding>(args: rest);
        return 0;
    case ["law", .. var rest]:
        BenchmarkRunner.Run<Law>(args: rest);
        return 0;
    case ["screen", .. var rest]:
        return ScreeningRun.Run(rest);
    case ["screen-large", .. var rest]:
        return LargeScreeningRun.Run(rest);
    case ["fields", .. var rest]:
        return FieldsRun.Run(rest);
    case ["pairs", .. var rest]:
        return PairsRun.Run(rest);
    case ["ownership"]:
        return OwnershipRun.Run();
    case ["ledger"]:
        return LedgerRun.Run();
    case ["journal"]:
        return JournalRun.Run(null);
    case ["journal", var connection]:
        return JournalRun.Run(connection);
    case ["journal-soak", var minutes]:
        return JournalRun.Soak(int.Parse(minutes, System.Globalization.CultureInfo.InvariantCulture));
    case ["mutate", .. var rest]:
        return MutateRun.Run(rest);
    case ["batch", .. var rest]:
        return BatchRun.Run(rest);
    default:
        Console.Error.WriteLine("usage: decide | law | batch [LINES] | screen [DATA] | screen-large [DATA] | fields [DATA] [n=400] | pairs [DATA] | ownership | ledger | journal [CONNECTION STRING] | journal-soak MINUTES | mutate [n=COUNT] [seed=N] [list=FILE]   (what each measures: bench/README.md)");
        return 2;
}
