using Distill.Models;
using Distill.Runs;
using Distill.Teachers;

namespace Distill.Jobs.Specialists;

/// <summary>The generalist's model file in the folder of its specialists, where every process that shares the folder finds it.</summary>
internal static class GeneralistFile
{
    /// <summary>Copies a model file into the folder.</summary>
    /// <param name="model">A model of this toolkit.</param>
    /// <param name="run">The folder.</param>
    /// <returns>The model's fingerprint, and its layers for tables.</returns>
    /// <exception cref="DistillException">The file is no model, or cannot be copied.</exception>
    public static (Fingerprint Fingerprint, string Description) Copy(string model, RunDirectory run)
    {
        using var loaded = ModelFile.Load(model);
        AtomicFile.Write(run.GeneralistPath, stream =>
        {
            using var source = AtomicFile.OpenRead(model);
            source.CopyTo(stream);
        });
        return (loaded.Fingerprint(), loaded.Spec!.Description);
    }

    /// <summary>Makes sure that the classes of a generalist are those of the data in their order: specialists count on it.</summary>
    /// <param name="model">A model of this toolkit.</param>
    /// <param name="classNames">The classes of the data.</param>
    /// <exception cref="DistillException">They are others, more, or in another order.</exception>
    public static void RequireClasses(string model, IReadOnlyList<string> classNames)
    {
        using var loaded = ModelFile.Load(model);
        if (!MappedTeacher.Match(model, loaded.ClassNames, classNames).IsIdentity)
        {
            throw new DistillException(
                $"The classes of {model} are in another order than those of the data, or more, and specialists start from its weights. "
                + "Distil it into a model of these data first ('distill train --teacher'), and assign the classes with that as --teacher.");
        }
    }

    /// <summary>Opens the generalist, which the caller disposes.</summary>
    /// <exception cref="DistillException">It is no model of this toolkit, its file is missing or damaged, or holds another model.</exception>
    public static Classifier Load(SpecialistsRun specialists)
    {
        var (run, generalist) = (specialists.Run, specialists.Assignment.Generalist);
        if (!generalist.IsModel)
        {
            throw new DistillException(
                $"The classes in {run.Path} were assigned for {generalist.Name}, which is no model of this toolkit, so that no specialist can start from it. "
                + "Distil it into one first ('distill train --teacher'), and assign the classes with that as --teacher.");
        }

        var model = ModelFile.Load(run.GeneralistPath);
        var problem = model.Fingerprint() is var found && found != generalist.Fingerprint ? $"is model {found}, and the classes were assigned for {generalist.Fingerprint}"
            : model.Classes != specialists.Sets.Classes ? $"has {model.Classes} classes, and the specialists' sets are of {specialists.Sets.Classes}"
            : null;
        if (problem is not null)
        {
            model.Dispose();
            throw new DistillException($"{run.GeneralistPath} {problem}. Put back the file, or assign the classes again into another folder.");
        }

        return model;
    }
}
