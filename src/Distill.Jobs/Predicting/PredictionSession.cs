using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs.Predicting.Models;
using Distill.Runs;
using Distill.Specialists;
using Distill.Teachers;

namespace Distill.Jobs.Predicting;

/// <summary>Models that are open and inputs that were found. Inputs are read, and models asked, as predictions are taken.</summary>
public sealed class PredictionSession : IDisposable
{
    private readonly IReadOnlyList<AskedModel> models;
    private readonly IReadOnlyList<double> temperatures;
    private readonly IEnumerable<AskedInput> inputs;
    private readonly List<ModelReading> readings;
    private readonly List<ModelReading.Decoder> decoders;
    private readonly List<int[]> rows = [];

    internal PredictionSession(IReadOnlyList<AskedModel> models, IReadOnlyList<double> temperatures, InputKind kind, IEnumerable<AskedInput> inputs, int count)
    {
        (this.models, this.temperatures, this.inputs, Kind, Count) = (models, temperatures, inputs, kind, count);
        readings = [.. models.Select(model => model.Reading).Distinct()];
        decoders = [.. readings.Select(reading => reading.Open())];
        var names = ModelNames.Of([.. models.Select(model => model.Path)]);
        Models = [.. models.Select((model, i) => new PredictedModel(names[i], model.Description, model.Reading.Shape.ToString(), model.ClassNames.Count))];
        var classes = new ClassRows();
        foreach (var model in models)
        {
            rows.Add(classes.Add(model.ClassNames));
        }

        Classes = classes.Names;
    }

    /// <summary>The models, in the order of the answers.</summary>
    public IReadOnlyList<PredictedModel> Models { get; }

    /// <summary>The classes of all models: those of the first in its order, then what others have beside them.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>T of the answers, in their order.</summary>
    public IReadOnlyList<double> Temperatures => temperatures;

    /// <summary>What the inputs are.</summary>
    internal InputKind Kind { get; }

    /// <summary>How many inputs there are.</summary>
    public int Count { get; }

    /// <summary>The shape of one example as it is read for the first model.</summary>
    internal ExampleShape Shape => models[0].Reading.Shape;

    /// <summary>Asks about all inputs, in their order. Memory does not grow with their number.</summary>
    /// <param name="progress">Told of inputs done; null to tell no one.</param>
    /// <param name="cancellationToken">Looked at between some inputs and the next.</param>
    /// <exception cref="DistillException">A model fails, or an archive is damaged. An input that cannot be read is a prediction that says so.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public IEnumerable<Prediction> Read(IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var chunks = new InputChunks(readings.Max(reading => reading.Shape.Size));
        var paced = new PacedReport(progress, Kind, Count);
        paced.Report(0);
        var done = 0;
        foreach (var chunk in chunks.Of(inputs))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var prediction in Answer(chunk, cancellationToken))
            {
                yield return prediction;
            }

            paced.Report(done += chunk.Count);
        }
    }

    /// <summary>How a model of specialists comes to its answer about one input.</summary>
    /// <param name="model">The model's place in <see cref="Models"/>.</param>
    /// <param name="input">The input.</param>
    /// <param name="cancellationToken">Looked at before the model is asked.</param>
    /// <returns>The steps, with the classes of each specialist; null for a model that is nothing of the kind.</returns>
    /// <exception cref="DistillException">The input cannot be read.</exception>
    internal (CombinationSteps Steps, ClassSets Sets)? Explain(int model, AskedInput input, CancellationToken cancellationToken)
    {
        if (models[model].Teacher is not SpecialistEnsemble ensemble)
        {
            return null;
        }

        var (examples, problems) = Decode([input], cancellationToken);
        if (problems[0] is { } problem)
        {
            throw new DistillException(problem);
        }

        using var quiet = TorchSharp.torch.no_grad();
        using var batch = View(models[model], examples, [0]).Read([0]);
        return (ensemble.Explain(batch), ensemble.Sets);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var model in models)
        {
            model.Dispose();
        }
    }

    /// <summary>Asks about some inputs, whatever else the session was opened for.</summary>
    /// <param name="chunk">Inputs of <see cref="Kind"/>.</param>
    /// <param name="cancellationToken">Looked at between batches.</param>
    /// <exception cref="DistillException">A model fails. An input that cannot be read is a prediction that says so.</exception>
    internal List<Prediction> Answer(IReadOnlyList<AskedInput> chunk, CancellationToken cancellationToken)
    {
        var (examples, problems) = Decode(chunk, cancellationToken);
        int[] good = [.. Enumerable.Range(0, chunk.Count).Where(i => problems[i] is null)];
        var answers = good.Length == 0 ? [] : models.Select((model, i) => Ask(model, rows[i], View(model, examples, good), cancellationToken)).ToList();
        var predictions = new List<Prediction>(chunk.Count);
        var place = 0;
        for (var i = 0; i < chunk.Count; i++)
        {
            if (problems[i] is { } problem)
            {
                predictions.Add(new Prediction(chunk[i].Name, problem, []));
                continue;
            }

            var at = place++;
            predictions.Add(new Prediction(chunk[i].Name, null, [.. answers.Select(answer => (IReadOnlyList<double[]>)[.. answer.Select(rows => rows[at])])]));
        }

        return predictions;
    }

    private (Array[][] Examples, string?[] Problems) Decode(IReadOnlyList<AskedInput> chunk, CancellationToken cancellationToken)
    {
        var examples = new Array[chunk.Count][];
        var problems = new string?[chunk.Count];
        Parallel.For(0, chunk.Count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            problems[i] = chunk[i].Problem;
            if (problems[i] is null)
            {
                try
                {
                    examples[i] = [.. decoders.Select(decoder => decoder.Decode(chunk[i]))];
                }
                catch (DistillException problem)
                {
                    problems[i] = problem.Message;
                }
            }
        });
        return (examples, problems);
    }

    private ExampleView View(AskedModel model, Array[][] examples, int[] good)
    {
        var reading = readings.IndexOf(model.Reading);
        return decoders[reading].View([.. good.Select(i => examples[i][reading])]);
    }

    // By temperature, then by example: the probability of each class.
    private double[][][] Ask(AskedModel model, int[] places, ExampleView view, CancellationToken cancellationToken)
    {
        var plain = model.Teacher.HasLogits ? Predictor.Of(model.Teacher).Predict(view, cancellationToken: cancellationToken) : null;
        return [.. temperatures.Select(temperature =>
        {
            var at = plain ?? Predictor.Of(new AtTemperature(model.Teacher, temperature)).Predict(view, cancellationToken: cancellationToken);
            return Enumerable.Range(0, at.Count).Select(i => Spread(Softened.At(at.Case(i), plain is null ? 1 : temperature), places)).ToArray();
        })];
    }

    private double[] Spread(double[] probabilities, int[] places)
    {
        var spread = new double[Classes.Count];
        Array.Fill(spread, double.NaN);
        for (var i = 0; i < places.Length; i++)
        {
            spread[places[i]] = probabilities[i];
        }

        return spread;
    }
}
