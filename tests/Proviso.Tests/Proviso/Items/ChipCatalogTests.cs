// Method: the expected figures are typed from the table of public data sheets, which states TPP to the point and performance density to two
// decimals; nothing here is taken from what the program prints.
using Proviso.Documents;
using Proviso.Items;
using Proviso.Places;
using Proviso.Quantities;
using Proviso.Tests.Rules.Evaluation;

namespace Proviso.Tests.Proviso.Items;

public class ChipCatalogTests
{
    private const string Good =
        """
        - id: maker-one
          name: "Maker One"
          aliases: ["One", "first"]
          operations: [{format: FP8, bits: 8, tera: 1979}]
          dieArea: 814
          datacenter: yes
          developerHeadquarters: US
          source: "a data sheet"
        """;

    [Theory]
    [InlineData("nvidia-a100", 4992, 2, "6.04")]
    [InlineData("nvidia-a800", 4992, 2, "6.04")]
    [InlineData("nvidia-h100-sxm", 15832, 2, "19.45")]
    [InlineData("nvidia-h100-nvl", 13364, 2, "16.42")]
    [InlineData("nvidia-h800-sxm", 15832, 2, "19.45")]
    [InlineData("nvidia-h800-pcie", 12104, 2, "14.87")]
    [InlineData("nvidia-h200-sxm", 15832, 2, "19.45")]
    [InlineData("nvidia-h200-nvl", 13364, 2, "16.42")]
    [InlineData("nvidia-h20", 2368, 2, "2.91")]
    [InlineData("nvidia-b100", 28000, 2, "17.20")]
    [InlineData("nvidia-b200", 36000, 2, "22.11")]
    [InlineData("nvidia-b300", 56000, 2, "34.40")]
    [InlineData("amd-mi210", 2896, 2, "3.67")]
    [InlineData("amd-mi250", 5794, 2, "3.67")]
    [InlineData("amd-mi250x", 6128, 2, "3.88")]
    [InlineData("amd-mi300a", 15690, 2, "15.43")]
    [InlineData("amd-mi300x", 20919, 2, "20.57")]
    [InlineData("amd-mi325x", 20919, 2, "20.57")]
    [InlineData("amd-mi350x", 36910, 2, "36.29")]
    [InlineData("amd-mi355x", 40265, 2, "39.59")]
    [InlineData("nvidia-rtx-4090", 5285, 1, "8.7")]
    [InlineData("nvidia-rtx-4090d", 4707, 1, "7.7")]
    [InlineData("nvidia-l4", 1936, 1, "6.6")]
    [InlineData("nvidia-b30a", 28000, 2, "34.40")]
    [InlineData("nvidia-l40s", 5864, 1, "9.6")]
    [InlineData("nvidia-l20", 1912, 1, "3.1")]
    [InlineData("nvidia-l2", 1544, 1, "5.2")]
    [InlineData("huawei-ascend-910b", 5120, 0, null)]
    [InlineData("huawei-ascend-910c", 12480, 0, null)]
    public void A_product_has_the_processing_performance_and_density_of_the_table(string id, int tpp, int decimals, string? density)
    {
        var product = TestData.Catalog.Find(id)!;
        var working = ItemWorking.Of(product.Operations, null, product.DieArea);

        Assert.Equal(tpp, decimal.Round(FixedPoint.ToDecimal(working.Tpp!.Value), MidpointRounding.AwayFromZero));
        decimal? exact = product.DieArea is { } area ? decimal.Round((decimal)working.Tpp.Value / area, decimals, MidpointRounding.AwayFromZero) : null;
        decimal? expected = density is null ? null : decimal.Parse(density);
        Assert.Equal(expected, exact);
    }

    [Theory]
    [InlineData("nvidia-a100", 1555, 600, true, 2020)]
    [InlineData("nvidia-a800", 2039, 400, true, 2022)]
    [InlineData("nvidia-h100-sxm", 3350, 900, true, 2022)]
    [InlineData("nvidia-h800-sxm", 3350, 400, true, 2023)]
    [InlineData("nvidia-h800-pcie", 2000, 400, true, 2023)]
    [InlineData("nvidia-h200-sxm", 4800, 900, true, 2024)]
    [InlineData("nvidia-h20", 4000, 900, true, 2024)]
    [InlineData("nvidia-b200", 8000, 1800, true, 2024)]
    [InlineData("amd-mi210", 1600, 100, true, 2022)]
    [InlineData("amd-mi300x", 5300, 896, true, 2023)]
    [InlineData("amd-mi325x", 6000, 896, true, 2024)]
    [InlineData("amd-mi355x", 8000, 1075, true, 2025)]
    [InlineData("nvidia-rtx-4090", 1008, 64, false, 2022)]
    [InlineData("nvidia-rtx-4090d", 1008, 64, false, 2023)]
    [InlineData("nvidia-l40s", 864, 64, true, 2023)]
    [InlineData("nvidia-l4", 300, 64, true, 2023)]
    [InlineData("nvidia-b30a", 8000, null, true, 2025)]
    public void A_product_has_the_memory_link_market_and_year_of_the_table(string id, int dram, int? link, bool datacenter, int year)
    {
        var product = TestData.Catalog.Find(id)!;

        Assert.Equal(dram * FixedPoint.One, product.DramBandwidth);
        Assert.Equal(link * FixedPoint.One, product.TransferRate);
        Assert.Equal(datacenter, product.Datacenter);
        Assert.Equal(year, product.Year);
    }

    [Fact]
    public void A_product_whose_figures_nobody_published_has_none()
    {
        var product = TestData.Catalog.Find("amd-mi308")!;

        Assert.Null(ItemWorking.Of(product.Operations, null, product.DieArea).Tpp);
        Assert.Null(product.DieArea);
        Assert.Null(product.DramBandwidth);
        Assert.Contains("operations", product.Marks.Keys);
    }

    [Fact]
    public void Every_name_of_a_product_is_found_behind_its_maker_and_no_suggestion_leads_from_it_to_another() => Assert.All(TestData.Catalog.Products, p =>
    {
        var maker = p.Name.Split(' ')[0];
        foreach (var name in p.Aliases.Where(a => TestData.Catalog.Find(a) is not null))
        {
            Assert.Equal(p.Id, TestData.Catalog.Find($"{maker} {name}".Replace($"{maker} {maker} ", $"{maker} ", StringComparison.OrdinalIgnoreCase))?.Id);
            var suggested = TestData.Catalog.Suggest($"{name} oem").Split('`')[1];
            Assert.Equal(p.Id, TestData.Catalog.Find(suggested)?.Id);
        }
    });

    [Theory]
    [InlineData("nvidia-a800")]
    [InlineData("nvidia-h800-sxm")]
    [InlineData("nvidia-h800-pcie")]
    [InlineData("nvidia-rtx-4090d")]
    public void A_product_made_for_China_alone_never_was_on_sale_in_the_United_States(string id)
    {
        var product = TestData.Catalog.Find(id)!;

        Assert.Equal((true, null), (product.NeverSoldInUs, product.UsSaleSince));
        Assert.Contains("usSaleSince", product.Marks.Keys);
    }

    [Theory]
    [InlineData("nvidia-b200", "dieArea")]
    [InlineData("amd-mi300x", "dieArea")]
    [InlineData("nvidia-rtx-4090d", "operations")]
    [InlineData("huawei-ascend-910b", "operations")]
    public void A_figure_that_is_an_estimate_is_marked(string id, string field) =>
        Assert.Contains(field, TestData.Catalog.Find(id)!.Marks.Keys);

    [Fact]
    public void Every_product_has_a_source_and_speaks_the_words_of_the_vocabulary()
    {
        var (kinds, models) = (RealLaw.Rules.Schema.Find("item.kind")!.Enum!, RealLaw.Rules.Schema.Find("item.model")!.Enum!);

        Assert.All(TestData.Catalog.Products, p =>
        {
            Assert.NotEmpty(p.Source);
            Assert.True(kinds.IndexOf(p.Kind) >= 0, p.Id);
            Assert.True(models.IndexOf(p.Model) >= 0, p.Id);
            Assert.NotNull(Country.Find(p.DeveloperHeadquarters));
        });
    }

    [Theory]
    [InlineData("h200", "nvidia-h200-sxm")]
    [InlineData("H200", "nvidia-h200-sxm")]
    [InlineData("Nvidia H200", "nvidia-h200-sxm")]
    [InlineData("NVIDIA-H200-SXM", "nvidia-h200-sxm")]
    [InlineData("H200 NVL", "nvidia-h200-nvl")]
    [InlineData("RTX 4090 D", "nvidia-rtx-4090d")]
    [InlineData("Ascend 910C", "huawei-ascend-910c")]
    [InlineData("AMD MI300X", "amd-mi300x")]
    [InlineData("amd mi308", "amd-mi308")]
    [InlineData("Huawei Ascend 910B", "huawei-ascend-910b")]
    [InlineData("nvidia rtx 4090", "nvidia-rtx-4090")]
    [InlineData("nvidia l4", "nvidia-l4")]
    public void A_product_is_found_by_id_name_and_alias_in_any_case(string name, string id) =>
        Assert.Equal(id, TestData.Catalog.Find(name)?.Id);

    [Theory]
    [InlineData("")]
    [InlineData("h2000")]
    [InlineData("nvidia")]
    public void A_name_that_is_only_near_is_not_taken(string name) => Assert.Null(TestData.Catalog.Find(name));

    [Theory]
    [InlineData("nvidia-h200-smx", "did you mean `nvidia-h200-sxm`?")]
    [InlineData("h20 sxm", "did you mean `h20`?")] // Spelling alone would say `h200 sxm`, another chip and a stronger one.
    [InlineData("h20 141 GB", "did you mean `h20`?")]
    [InlineData("mi300-x", "did you mean `mi300x`?")]
    [InlineData("rtx 4090 graphics card", "did you mean `rtx 4090`?")]
    [InlineData("zx spectrum with a long name", "`proviso item list` shows the catalog; a product that it lacks is described by figures under `item`")]
    public void A_name_that_is_no_product_gets_a_suggestion(string name, string suggestion) =>
        Assert.Equal(suggestion, TestData.Catalog.Suggest(name));

    [Fact]
    public void A_name_of_two_products_is_neither_and_both_are_named()
    {
        var catalog = Read(Good + "\n" + Good.Replace("maker-one", "maker-two", StringComparison.Ordinal).Replace("Maker One", "Maker Two", StringComparison.Ordinal));

        Assert.Null(catalog.Find("first"));
        Assert.Equal("that names several products: maker-one, maker-two", catalog.Suggest("FIRST"));
        Assert.Equal("maker-two", catalog.Find("Maker Two")?.Id);
    }

    [Fact]
    public void The_highest_performance_over_the_bit_lengths_counts()
    {
        var working = ItemWorking.Of([new("FP4", 4, 700 * FixedPoint.One), new("FP8", 8, 1979 * FixedPoint.One), new("BF16", 16, 989 * FixedPoint.One)], null, null);

        Assert.Equal(15832 * FixedPoint.One, working.Tpp);
        Assert.Equal("FP8", working.Deciding!.Value.Format);
        Assert.Equal([8, 16, 4], working.Candidates.Select(c => c.Operation.Bits));
        Assert.Null(working.DensityShown);
        Assert.Equal(1.599999m, ItemWorking.Of([], 1599_999000, 1000 * FixedPoint.One).DensityShown);
        Assert.Equal("applicable die area in mm²", Assert.Single(working.Missing));
    }

    [Theory]
    [InlineData("source: \"a data sheet\"", "", "PRV0512", "[0].source", 1)]
    [InlineData("id: maker-one", "idd: maker-one", "PRV0506", "[0].idd", 1)]
    [InlineData("datacenter: yes", "", "PRV0512", "[0].datacenter", 1)]
    [InlineData("datacenter: yes", "datacenter: maybe", "PRV0508", "[0].datacenter", 6)]
    [InlineData("developerHeadquarters: US", "developerHeadquarters: us", "PRV0511", "[0].developerHeadquarters", 7)]
    [InlineData("dieArea: 814", "dieArea: -1", "PRV0509", "[0].dieArea", 5)]
    [InlineData("dieArea: 814", "dieArea: 0", "PRV0509", "[0].dieArea", 5)]
    [InlineData("dieArea: 814", "dieArea: 2000000", "PRV0509", "[0].dieArea", 5)]
    [InlineData("tera: 1979", "tera: fast", "PRV0509", "[0].operations[0].tera", 4)]
    [InlineData(", tera: 1979", "", "PRV0512", "[0].operations[0]", 4)]
    [InlineData("bits: 8", "bits: 8.5", "PRV0509", "[0].operations[0].bits", 4)]
    [InlineData("bits: 8", "bits: 1024", "PRV0509", "[0].operations[0].bits", 4)]
    [InlineData("[{format: FP8, bits: 8, tera: 1979}]", "FP8", "PRV0505", "[0].operations", 4)]
    [InlineData("[\"One\", \"first\"]", "[\"One\", {first: 1}]", "PRV0505", "[0].aliases[1]", 3)]
    [InlineData("dieArea: 814", "marks: estimated", "PRV0505", "[0].marks", 5)]
    [InlineData("dieArea: 814", "dieArea: 814\n  dieArea: 815", "PRV0503", "dieArea", 6)]
    public void A_catalog_with_a_mistake_is_refused_with_its_place(string from, string to, string code, string path, int line)
    {
        var yaml = Good.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Good, yaml);

        var problem = Assert.Throws<DocumentException>(() => Read(yaml)).Problem;

        Assert.Equal((code, path, line), (problem.Code, problem.Path, problem.Line));
        Assert.True(problem.Column > 0);
    }

    [Theory]
    [InlineData("id: maker-one")]
    [InlineData("maker-one")]
    public void A_catalog_that_is_no_list_is_refused(string yaml) =>
        Assert.Equal("PRV0505", Assert.Throws<DocumentException>(() => Read(yaml)).Problem.Code);

    [Fact]
    public void A_product_that_stands_twice_is_refused_at_the_second()
    {
        var problem = Assert.Throws<DocumentException>(() => Read(Good + "\n" + Good)).Problem;

        Assert.Equal(("PRV0503", "[1].id", 9), (problem.Code, problem.Path, problem.Line));
        Assert.Contains("`maker-one` stands twice", problem.Message, StringComparison.Ordinal);
    }

    private static ChipCatalog Read(string yaml) => ChipCatalog.Read(new StringReader(yaml));
}
