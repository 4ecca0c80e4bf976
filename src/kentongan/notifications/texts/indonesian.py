"""Texts in Indonesian: plain, polite, nothing personal but the code."""

from kentongan.notifications.texts.wording import Wording

_NUMBER = "Kode laporan Anda: {code}"

WORDING = Wording(
    months=(
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ),
    at=" pukul ",
    dot=".",
    closing=(
        "Lihat perkembangan laporan di {link} dengan kode di atas. Rincian dan balasan memerlukan PIN pada tanda terima"
        " Anda.",
        "Jika darurat telepon 112.",
        "Pesan ini dibuat otomatis oleh layanan pengaduan {city}. Balasan ke alamat ini tidak terbaca.",
    ),
    texts={
        "receipt": (
            "Laporan {code} kami terima",
            (
                "Terima kasih. Laporan Anda kami terima pada {received_at}.",
                _NUMBER,
                "Laporan akan diverifikasi paling lambat {due_at}.",
                "Perhitungan tenggat: {due_why}.",
                "Simpan kode ini bersama PIN yang ditampilkan saat Anda mengirim laporan. Jangan berikan PIN kepada"
                " siapa pun.",
            ),
        ),
        "ombudsman": (
            "Laporan {code} belum selesai: hak Anda",
            (
                "Laporan Anda sudah 60 hari kami terima dan belum selesai. Kami tetap mengerjakannya.",
                _NUMBER,
                "Anda juga berhak mengadu kepada Ombudsman, tanpa biaya: {ombudsman}.",
            ),
        ),
        "verified": (
            "Laporan {code} sudah diverifikasi",
            (
                "Laporan Anda sudah kami baca dan verifikasi. Selanjutnya laporan diteruskan kepada instansi yang"
                " berwenang.",
                _NUMBER,
            ),
        ),
        "routed": (
            "Laporan {code} diteruskan kepada {agency}",
            (
                "Laporan Anda diteruskan kepada {agency}.",
                _NUMBER,
                "Tindak lanjut pertama paling lambat {due_at}.",
            ),
        ),
        "followed_up": (
            "Laporan {code} sedang ditindaklanjuti",
            (
                "{agency} mencatat tindak lanjut atas laporan Anda.",
                _NUMBER,
            ),
        ),
        "extended": (
            "Tenggat laporan {code} diperpanjang",
            (
                "Permintaan informasi Anda memerlukan waktu lebih lama. Tenggatnya menjadi {extended_to}.",
                _NUMBER,
                "Alasannya dapat Anda baca di halaman lacak.",
            ),
        ),
        "asked": (
            "Ada pertanyaan tentang laporan {code}",
            (
                "{agency} memerlukan keterangan tambahan dari Anda. Mohon buka halaman lacak dan jawab pertanyaannya.",
                _NUMBER,
                "Mohon dijawab paling lambat {reply_by}.",
            ),
        ),
        "postponed": (
            "Laporan {code} ditunda, mohon dilengkapi",
            (
                "Laporan Anda belum dapat diproses karena keterangannya belum lengkap.",
                "Alasan: {reason}.",
                _NUMBER,
                "Mohon dilengkapi melalui halaman lacak paling lambat {complete_by}. Setelah itu laporan diarsipkan.",
            ),
        ),
        "answered": (
            "Laporan {code} sudah ditanggapi",
            (
                "{agency} memberikan tanggapan atas laporan Anda. Tanggapan dapat dibaca di halaman lacak.",
                _NUMBER,
                "Belum puas? Kirim balasan melalui halaman lacak paling lambat {reply_by}. Tanpa balasan, laporan"
                " ditutup oleh sistem.",
            ),
        ),
        "closed": (
            "Laporan {code} selesai",
            (
                "Laporan Anda dinyatakan selesai.",
                _NUMBER,
                "Mohon beri penilaian melalui halaman lacak. Penilaian bersifat sukarela.",
                "Belum puas? Anda dapat mengirim balasan melalui halaman lacak paling lambat {reply_by}.",
            ),
        ),
        "closed_by_system": (
            "Laporan {code} ditutup oleh sistem",
            (
                "Tidak ada balasan setelah tanggapan diberikan, sehingga laporan Anda ditutup oleh sistem.",
                _NUMBER,
                "Masalahnya belum selesai? Kirim balasan melalui halaman lacak paling lambat {reply_by}.",
            ),
        ),
        "archived": (
            "Laporan {code} diarsipkan",
            (
                "Laporan Anda diarsipkan dan tidak diproses lebih lanjut.",
                "Alasan: {reason}.",
                _NUMBER,
                "Penjelasan dapat dibaca di halaman lacak. Anda dapat mengirim laporan baru kapan saja.",
            ),
        ),
        "expired": (
            "Laporan {code} diarsipkan karena tidak dilengkapi",
            (
                "Keterangan yang kami minta belum kami terima, sehingga laporan Anda diarsipkan.",
                _NUMBER,
                "Anda dapat mengirim laporan baru kapan saja.",
            ),
        ),
        "restored": (
            "Laporan {code} dibuka kembali",
            (
                "Laporan Anda yang diarsipkan dibuka kembali dan akan diproses.",
                _NUMBER,
            ),
        ),
        "referred": (
            "Laporan {code} diteruskan ke {agency}",
            (
                "Masalah yang Anda laporkan berada di luar kewenangan {city}. Kami meneruskannya kepada {agency} dan"
                " mencatat jawabannya untuk Anda.",
                "Kontak: {contact}.",
                _NUMBER,
            ),
        ),
        "taken_back": (
            "Laporan {code} kami tangani kembali",
            (
                "Laporan Anda yang diteruskan ke luar kami ambil kembali dan kami tangani sendiri.",
                _NUMBER,
            ),
        ),
        "reopened": (
            "Balasan atas laporan {code} kami terima",
            (
                "Balasan Anda kami terima. Laporan diproses kembali oleh {agency}.",
                _NUMBER,
            ),
        ),
        "merged": (
            "Laporan {code} digabungkan",
            (
                "Beberapa orang melaporkan hal yang sama. Laporan Anda digabungkan dan ditangani sebagai satu aduan."
                " Kode Anda tetap berlaku dan Anda tetap menerima kabar.",
                _NUMBER,
            ),
        ),
        "unmerged": (
            "Laporan {code} ditangani tersendiri",
            (
                "Laporan Anda dipisahkan dari aduan gabungan dan ditangani tersendiri.",
                _NUMBER,
            ),
        ),
        "transferred": (
            "Laporan {code} dilimpahkan ke 112",
            (
                "Laporan Anda dinilai darurat dan dilimpahkan kepada petugas 112.",
                _NUMBER,
            ),
        ),
    },
)
