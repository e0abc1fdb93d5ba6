using System.Diagnostics;
using System.Globalization;

namespace Proviso.Benchmarks;

/// <summary>Runs the program itself over files of made-up transactions on one core and prints lines a second and the most memory held.</summary>
internal static class BatchRun
{
    // What a large vendor ships to; the last file has another customer on every line.
    private const int Customers = 2_000;

    public static int Run(string[] args)
    {
        var lines = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var keep = args.Length > 1 ? args[1] : null;
        var folder = Directory.CreateTempSubdirectory("proviso-bench-").FullName;
        try
        {
            Once("start-up, --version", "--version", null);
            Once("start-up, check of the example", $"check {Path.Combine(Folders.Root, "examples/h200-bytedance.yaml")}", null);
            foreach (var (count, customers) in new[] { (lines / 10, Customers), (lines, Customers), (lines, lines) })
            {
                var file = Path.Combine(folder, "lines.jsonl");
                using (var writer = new StreamWriter(file))
                {
                    Transactions.Write(writer, count, customers, 7);
                }

                Console.WriteLine($"{count:N0} lines of {customers:N0} customers, {new FileInfo(file).Length >> 20} MiB");
                if (keep is not null)
                {
                    File.Copy(file, Path.Combine(keep, $"{count}-{customers}.jsonl"), overwrite: true);
                }

                Once("  text", $"check {file}", count);
                Once("  JSON", $"check {file} --format json", count);
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Once(string what, string arguments, int? lines)
    {
        // One core, and the answers go where writing costs nothing: what is measured is the program.
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"exec taskset -c 0 {Path.Combine(Folders.Root, "artifacts/proviso/Proviso.Cli")} {arguments} > /dev/null");
        start.Environment["PROVISO_HOME"] = Folders.Root;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var most = 0L;
        while (!process.WaitForExit(20))
        {
            most = Math.Max(most, ResidentKiB(process.Id));
        }

        clock.Stop();
        if (process.ExitCode is not (0 or 10 or 20 or 30 or 40))
        {
            throw new InvalidOperationException($"`{arguments}` ended with {process.ExitCode}: {process.StandardError.ReadToEnd()}; run ./proviso --version once, which builds it");
        }

        var said = process.StandardError.ReadToEnd().Trim();
        Console.WriteLine(lines is { } n
            ? string.Create(CultureInfo.InvariantCulture, $"{what}: {n / clock.Elapsed.TotalSeconds:N0} lines/s ({clock.Elapsed.TotalSeconds:F1} s), most memory {most / 1024} MiB, exit {process.ExitCode}; {said}")
            : string.Create(CultureInfo.InvariantCulture, $"{what}: {clock.ElapsedMilliseconds} ms, exit {process.ExitCode}"));
    }

    private static long ResidentKiB(int id)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{id}/status"))
            {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                {
                    return long.Parse(line.AsSpan(6).Trim(" \tkB"), CultureInfo.InvariantCulture);
                }
            }
        }
        catch (IOException)
        {
            // It ended between the two.
        }

        return 0;
    }
}
