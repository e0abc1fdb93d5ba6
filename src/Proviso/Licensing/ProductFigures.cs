using System.Text.Json.Serialization;
using Proviso.Items;
using Proviso.Ledger;

namespace Proviso.Licensing;

/// <summary>TPP of one unit of a product, with where it comes from. Recorded with the entry that rests on it, so a replay needs no catalog.</summary>
/// <param name="Product">The product.</param>
/// <param name="Tpp">TPP of one unit, in millionths, above zero.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record ProductFigure(string Product, [property: JsonConverter(typeof(MillionthsJson))] long Tpp, string Source);

/// <summary>Tells TPP of products. What it does not know has no figure: nothing is ever taken to be zero.</summary>
public interface IProductFigures
{
    /// <summary>The figure of a product, or null.</summary>
    ProductFigure? Find(string product);
}

/// <summary>TPP from the catalog, worked out by the regulation's own notes.</summary>
public sealed class CatalogFigures : IProductFigures
{
    private readonly ChipCatalog _catalog;

    /// <summary>Over a catalog.</summary>
    public CatalogFigures(ChipCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        _catalog = catalog;
    }

    /// <inheritdoc/>
    public ProductFigure? Find(string product)
    {
        // The key as it stands: what a license names is asked of the law by that key too.
        if (_catalog.Find(product) is not { } known || known.Id != product)
        {
            return null;
        }

        return ItemWorking.Of(known.Operations, null, known.DieArea).Tpp is { } tpp and > 0 and <= Amounts.MostMoved ? new(product, tpp, "catalog") : null;
    }
}
