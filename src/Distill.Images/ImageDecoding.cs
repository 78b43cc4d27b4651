using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Images;

/// <summary>Decodes the parts of a set into files of the cache: all are looked at before any is decoded.</summary>
/// <param name="files">The set.</param>
/// <param name="where">Its path, for messages.</param>
/// <param name="options">How to decode.</param>
/// <param name="cacheFolder">Where decoded images are kept.</param>
/// <param name="progress">Told of decoding; or null.</param>
/// <param name="cancellationToken">Stops it.</param>
internal sealed class ImageDecoding(
    IFileSet files, string where, ImageOptions options, string cacheFolder, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
{
    /// <summary>Opens the parts, from the cache where they are there.</summary>
    /// <exception cref="DistillException">Images are damaged, or do not fit one another: the message tells of all.</exception>
    /// <exception cref="OperationCanceledException">The token asked for it.</exception>
    public IReadOnlyList<DecodedSource> Open(IReadOnlyList<PlannedPart> parts)
    {
        var opened = parts.Select(part => DecodedFile.TryOpen(part.File, part.Name)).ToList();
        if (opened.TrueForAll(part => part is not null))
        {
            return [.. opened.OfType<DecodedSource>()];
        }

        MakeCache(Path.GetDirectoryName(parts[0].File)!);
        var all = parts.SelectMany(part => part.Plan.Rows.Keys).Distinct(StringComparer.Ordinal).Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);
        var problems = new ImageProblems();
        var (survey, warnings) = new ImageSurvey(options, where).Of(new ImageWalk(files, problems), all, problems, progress, cancellationToken);
        DemandSpace((long)survey.Shape.Size * parts.Where((_, i) => opened[i] is null).Sum(part => part.Plan.Labels.Length));
        var damaged = new ImageProblems();
        for (var i = 0; i < parts.Count; i++)
        {
            opened[i] ??= Decode(parts[i], survey, i == 0 ? warnings : [], damaged);
        }

        return damaged.Count > 0 ? throw damaged.Error(where) : [.. opened.OfType<DecodedSource>()];
    }

    // Null where images are damaged that are not to be left out: those of the other part are to be told as well.
    private DecodedSource? Decode(PlannedPart part, SurveyedImages survey, IReadOnlyList<string> warnings, ImageProblems damaged)
    {
        var problems = options.SkipDamaged ? new ImageProblems() : damaged;
        var before = problems.Count;
        try
        {
            AtomicFile.Write(part.File, stream => Fill((FileStream)stream, part, survey, warnings, problems, before));
        }
        catch (DistillException error) when (error.IsWorkFailure)
        {
            throw DistillException.Storage(
                $"{where} cannot be decoded into the cache at {cacheFolder}: {error.Message} Name another folder in DISTILL_CACHE.", error);
        }
        catch (DistillException) when (!options.SkipDamaged && problems.Count > before)
        {
            return null;
        }

        return DecodedFile.TryOpen(part.File, part.Name)
            ?? throw new DistillException($"The decoded images at {part.File} do not read back as written. Check the disk.");
    }

    private void Fill(FileStream file, PlannedPart part, SurveyedImages survey, IReadOnlyList<string> warnings, ImageProblems problems, int before)
    {
        var handle = file.SafeFileHandle;
        var decoder = new ImageDecoder(options, survey);
        var surfaces = new SurfaceCheck(options.Background);
        var done = 0;
        var found = new ImageWalk(files, problems).Each(
            part.Plan.Rows,
            options.Resize,
            (image, name, row) =>
            {
                var pixels = decoder.Decode(image);
                surfaces.Add(name, pixels, image.ShowsBackground, survey.Shape.Channels);
                RandomAccess.Write(handle, pixels, (long)row * pixels.Length);
                var now = Interlocked.Increment(ref done);
                if (now % 1024 == 0 || now == part.Plan.Labels.Length)
                {
                    progress?.Report(new($"decoding {part.Name}", now, part.Plan.Labels.Length, "images"));
                }
            },
            cancellationToken);
        if (found < part.Plan.Labels.Length)
        {
            throw new DistillException($"{where} changed while it was read. Try again.");
        }

        if (problems.Count > before && (!options.SkipDamaged || problems.Count == found))
        {
            throw problems.Error(where);
        }

        var labels = problems.Count == before ? part.Plan.Labels : CloseGaps(file, part.Plan, survey.Shape.Size, problems);
        DecodedFile.Finish(file, new(
            survey.Shape.Channels, survey.Shape.Height, survey.Shape.Width, labels, part.Plan.ClassNames, "",
            options.SkipDamaged ? problems.LeftOut() : [], [.. warnings, .. surfaces.Warnings(part.Name)],
            [.. part.Plan.Rows.Where(one => !problems.Has(one.Key)).OrderBy(one => one.Value).Select(one => string.Join('/', EntryPath.Parts(one.Key, where)!))]));
    }

    // Moves images up to where damaged ones would be.
    private static int[] CloseGaps(FileStream file, ImagePlan plan, int size, ImageProblems problems)
    {
        var pixels = new byte[size];
        var labels = new List<int>();
        foreach (var (name, row) in plan.Rows.OrderBy(one => one.Value))
        {
            if (!problems.Has(name))
            {
                if (labels.Count < row)
                {
                    RandomAccess.Read(file.SafeFileHandle, pixels, (long)row * size);
                    RandomAccess.Write(file.SafeFileHandle, pixels, (long)labels.Count * size);
                }

                labels.Add(plan.Labels[row]);
            }
        }

        file.SetLength((long)labels.Count * size);
        return [.. labels];
    }

    private void MakeCache(string folder)
    {
        try
        {
            OutputPath.RequireFolder(folder);
        }
        catch (DistillException error) when (!error.IsWorkFailure)
        {
            throw new DistillException($"The cache at {cacheFolder} cannot be used: {error.Message} Name another folder in DISTILL_CACHE.", error);
        }

        AtomicFile.RemoveLeftovers(folder);
    }

    private void DemandSpace(long needed)
    {
        var free = new DriveInfo(Path.GetFullPath(cacheFolder)).AvailableFreeSpace;
        if (needed > free)
        {
            throw new DistillException(
                $"Decoded, the images take {needed >> 20} MiB, but {cacheFolder} has {free >> 20} MiB free. Scale them down (Resize), or " +
                "name another folder in DISTILL_CACHE.", DataRemedy.Resize);
        }
    }
}
