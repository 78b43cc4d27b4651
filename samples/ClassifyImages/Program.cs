using System.Globalization;

if (args.Length < 2)
{
    Console.Error.WriteLine("ClassifyImages STUDENT.onnx IMAGE [IMAGE ...]");
    return 2;
}

try
{
    using var student = new Student(args[0]);
    using var decoder = new ImageDecoder();
    foreach (var file in args.Skip(1))
    {
        var pixels = decoder.Decode(file).ToColour(student.Channels).Scale(student.Height, student.Width).Planes();
        var (name, probability) = student.Classify(pixels);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}\t{name}\t{probability:0.000}"));
    }

    return 0;
}
catch (InvalidDataException mistake)
{
    Console.Error.WriteLine(mistake.Message);
    return 2;
}
