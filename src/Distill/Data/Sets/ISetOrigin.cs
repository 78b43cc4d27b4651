using Distill.Runs;

namespace Distill.Data.Sets;

/// <summary>A place that sets can be fetched from: a package archive, an address.</summary>
public interface ISetOrigin
{
    /// <summary>Where a set would come from, for lists and messages; null when this place does not have it.</summary>
    string? Describe(CatalogueSet wanted);

    /// <summary>Puts the files of one entry of <see cref="CatalogueSet.Files"/> into a folder. The catalogue checks their bytes afterwards.</summary>
    /// <param name="wanted">A set that <see cref="Describe"/> knows.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="scratch">A folder whose content is kept between calls, for unfinished downloads.</param>
    /// <param name="progress">Where to report, or null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DistillException">It did not work; the message says why.</exception>
    /// <exception cref="OperationCanceledException">The token asked for it.</exception>
    void Fetch(CatalogueSet wanted, string folder, string scratch, IProgress<WorkProgress>? progress, CancellationToken cancellationToken);
}
