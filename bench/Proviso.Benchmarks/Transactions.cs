using System.Globalization;

namespace Proviso.Benchmarks;

/// <summary>Made-up transactions as JSON lines, the same for the same number.</summary>
internal static class Transactions
{
    private static readonly string[] Products =
        ["nvidia-h200-sxm", "nvidia-h100-sxm", "nvidia-h20", "nvidia-b200", "nvidia-a100", "nvidia-l40s", "nvidia-rtx-4090", "nvidia-rtx-4090d", "amd-mi300x", "amd-mi308"];

    private static readonly string[] Places = ["CN", "SG", "AE", "DE", "IN", "RU", "TW", "VN", "MO", "SA", "MY", "JP", "KR", "BR", "IL", "KZ"];

    private static readonly string[] Dates = ["2022-11-01", "2023-12-01", "2025-05-01", "2026-02-10"];

    /// <summary>One wholly stated transaction; four variants differ in parties and evidence.</summary>
    public static string Line(string product, string place, int variant, DateOnly day, int number, int customer)
    {
        var military = variant == 3 ? "yes" : "no";
        var evidence = variant == 1
            ? """[{"kind":"test-report","from":"laboratory","country":"US","independent":true},{"kind":"kyc-procedures","from":"consignee"}]"""
            : "[]";
        return string.Create(CultureInfo.InvariantCulture,
            $$$"""{"id":"made-up-{{{number}}}","date":"{{{day:yyyy-MM-dd}}}","product":"{{{product}}}","quantity":{{{(number % 4000) + 1}}},"value":{"amount":{{{((number % 4000) + 1) * 25_000L}}},"currency":"USD"},"kind":"{{{(variant == 2 ? "reexport" : "export")}}}","origin":"{{{(variant == 2 ? "TW" : "US")}}}","destination":"{{{place}}}","endUse":"commercial-datacenter","parties":[{"role":"exporter","name":"Made-up Maker {{{number % 97}}}","country":"US","headquarters":"US","ultimateParent":"self","listings":[],"military":"no","militaryIntelligence":"no"},{"role":"end-user","name":"Made-up Cloud {{{customer}}}","country":"{{{place}}}","headquarters":"{{{place}}}","ultimateParent":"self","listings":[],"military":"{{{military}}}","militaryIntelligence":"no"}],"evidence":{{{evidence}}},"certifications":["figures-correct","us-supply","us-shipments-stated"],"screening":{"on":"2026-02-09","by":"made-up desk","result":"none-listed","owners":"none-listed"}}""");
    }

    /// <summary>Writes lines of a mixed stream: products, places, dates, quantities and parties vary by a fixed generator.</summary>
    /// <remarks>A customer stays in its country and stays military or not, as customers do.</remarks>
    public static void Write(TextWriter writer, int count, int customers, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var customer = random.Next(customers);
            var day = DateOnly.ParseExact(Dates[random.Next(Dates.Length)], "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(random.Next(20));
            writer.WriteLine(Line(Products[random.Next(Products.Length)], Places[customer % Places.Length], customer % 31 == 0 ? 3 : random.Next(3), day, i, customer));
        }
    }
}
