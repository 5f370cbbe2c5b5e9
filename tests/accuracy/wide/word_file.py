"""A Word file of paragraphs and tables, as small as the format allows (ECMA-376)."""

import zipfile
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
         'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
         'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
RELATIONS = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
             'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>')
EDGES = "".join(f'<w:{edge} w:val="single" w:sz="4"/>' for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))
COLUMNS = (2200, 6800)  # twentieths of a point


class Docx:
    def __init__(self):
        self.body = []
        self.found, self.kind, self.soft = [], "as asked", False

    def paragraph(self, words, half_points=24, bold=False, centred=False):
        self.body.append(self.lines(words, half_points, bold, centred))

    def lines(self, words, half_points=24, bold=False, centred=False):
        how = f'<w:rPr><w:rFonts w:eastAsia="Noto Serif CJK SC"/>{"<w:b/>" if bold else ""}<w:sz w:val="{half_points}"/></w:rPr>'
        place = '<w:pPr><w:jc w:val="center"/></w:pPr>' if centred else ""
        return "".join(f'<w:p>{place}<w:r>{how}<w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in words.split("\n"))

    def table(self, rows):
        cells = "".join("<w:tr>" + "".join(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{self.lines(cell)}</w:tc>'
                                           for width, cell in zip(COLUMNS, row)) + "</w:tr>" for row in rows)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in COLUMNS)
        self.body.append(f"<w:tbl><w:tblPr><w:tblBorders>{EDGES}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{cells}</w:tbl><w:p/>")

    def new_page(self):
        self.body.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')

    def write(self, path):
        document = f"<w:document {W}><w:body>{''.join(self.body)}<w:sectPr/></w:body></w:document>"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in (("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", document)):
                archive.writestr(zipfile.ZipInfo(name, (2024, 7, 1, 9, 0, 0)), text)
