using System.Globalization;
using System.Text.Json;
using Distill.Benchmarks.Accuracy;
using Distill.Benchmarks.Assign;
using Distill.Benchmarks.Classes;
using Distill.Benchmarks.Combine;
using Distill.Benchmarks.Convolution;
using Distill.Benchmarks.Dropout;
using Distill.Benchmarks.Guard;
using Distill.Benchmarks.Inference;
using Distill.Benchmarks.Phases;
using Distill.Benchmarks.Population;
using Distill.Benchmarks.Products;
using Distill.Benchmarks.Ranks;
using Distill.Benchmarks.Speech;
using Distill.Benchmarks.Targets;
using Distill.Benchmarks.Throughput;
using Distill.Runs;

const string usage = """
    Usage: dotnet run -c Release --project bench/Distill.Benchmarks -- PROGRAM [options]

      throughput  images a second of the trainer beside a hand-written TorchSharp loop
                  --rounds 9 (measurements of each)  --steps 60 (a measurement)
                  --neighbours 0 (endless loops beside it in as many rounds again)
      convolution images a second of the trainer on convolutional students, beside a hand-written TorchSharp loop
                  --rounds 9  --steps 20 (a measurement)
      phases      where the time of a training step goes
                  --steps 200
      population  fifty small students as a population, beside one by one
                  --rounds 5  --steps 30 (a measurement)  --width 30  --batch 256
      ranks       a training by two ranks of MPI, beside one process of one thread and of two; it starts mpirun itself
                  --rounds 5  --batch N (of a rank; without it 128 to 2,048)
      dropout     a pass of the teacher with libtorch's dropout, with the library's, and without
                  --rounds 30  --batch 256
      classes     loss and gradient over very many classes, in closed form beside libtorch's operations
                  --rounds 30  --classes 15000  --batch 256
      products    f32 products of perceptrons by MKL, beside oneDNN
                  --rounds 30
      guard       the check of layers against double precision, beside a training step
                  --rounds 5
      inference   exported students in ONNX Runtime, beside what their products and weights take at least
                  --rounds 9
      combine     61 specialists of 15,000 classes: distance from the minimum, and speed beside gradient descent
                  --problems 10000  --descents 20
      assign      covariance of top-50 predictions of 15,000 classes, and 61 clusters
                  --examples 1000000
      targets     bytes of stored soft targets, and random batches of them a second
      speech      features, scores and search of connected words beside real time
                  --rounds 3  --paper-steps 0 (steps of the paper's net to time)
      accuracy    test errors on MNIST after equal epochs in f32 and bf16
                  --seeds 5  --epochs 3

      --json      one JSON object on stdout, nothing else there
    """;

switch (args)
{
    case [Neighbours.Argument]:
        Neighbours.Loop();
        return 0;
    case [HandWrittenProcess.AsItComes or HandWrittenProcess.Yielding]:
        HandWrittenProcess.Serve(args[0]);
        return 0;
    case [HandWrittenConvolution.Argument, var net]:
        HandWrittenConvolution.Serve(net);
        return 0;
    case [RankWorker.Together or RankWorker.Alone, var factor, var batch]:
        RankWorker.Serve(args[0], int.Parse(factor, CultureInfo.InvariantCulture), int.Parse(batch, CultureInfo.InvariantCulture));
        return 0;
}

try
{
    object report = args.FirstOrDefault() switch
    {
        "throughput" => ThroughputProgram.Run(Number("--rounds", 9), Number("--steps", 60), Number("--neighbours", 0)),
        "convolution" => ConvolutionProgram.Run(Number("--rounds", 9), Number("--steps", 20)),
        "phases" => PhasesProgram.Run(Number("--steps", 200)),
        "population" => PopulationProgram.Run(Number("--rounds", 5), Number("--steps", 30), Number("--width", 30), Number("--batch", 256)),
        "ranks" => RanksProgram.Run(Number("--rounds", 5), Number("--batch", 0)),
        "dropout" => DropoutProgram.Run(Number("--rounds", 30), Number("--batch", 256)),
        "classes" => ClassesProgram.Run(Number("--rounds", 30), Number("--classes", 15_000), Number("--batch", 256)),
        "products" => ProductsProgram.Run(Number("--rounds", 30)),
        "guard" => GuardProgram.Run(Number("--rounds", 5)),
        "inference" => InferenceProgram.Run(Number("--rounds", 9)),
        "combine" => CombineProgram.Run(Number("--problems", 10_000), Number("--descents", 20)),
        "assign" => AssignProgram.Run(Number("--examples", 1_000_000)),
        "targets" => TargetsProgram.Run(),
        "speech" => SpeechProgram.Run(Number("--rounds", 3), Number("--paper-steps", 0)),
        "accuracy" => AccuracyProgram.Run(Number("--seeds", 5), Number("--epochs", 3)),
        _ => throw new DistillException(usage),
    };
    Console.WriteLine(args.Contains("--json") ? JsonSerializer.Serialize(report, report.GetType(), RunJson.Options) : report);
    return 0;
}
catch (DistillException mistake)
{
    Console.Error.WriteLine(mistake.Message);
    return 2;
}

int Number(string option, int otherwise)
{
    var at = Array.IndexOf(args, option);
    if (at < 0)
    {
        return otherwise;
    }

    return at + 1 < args.Length && int.TryParse(args[at + 1], out var number) && number > 0
        ? number
        : throw new DistillException($"{option} needs a whole number above 0.");
}
